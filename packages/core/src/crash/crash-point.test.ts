import { expect, test } from 'vitest';
import { planOf, reservingPipeline } from '../../test/runner-fixture.ts';
import { sealAudit } from '../audit/seal-audit.ts';
import { verifyAudit } from '../audit/verify/verify-audit.ts';
import { VirtualClock } from '../clock/virtual-clock.ts';
import { exposureReport } from '../ledger/ledger-report.ts';
import { createRunner, type Runner } from '../runner/create-runner.ts';
import { memoryStore } from '../store/memory-store.ts';
import { type CrashPoint, crashPoints } from './crash-point.ts';

const store = (): ReturnType<typeof memoryStore> => memoryStore({ clock: new VirtualClock(1000) });
const dyingAt = (point: CrashPoint) => (reached: CrashPoint) => {
  if (reached === point) throw new Error(`died at ${point}`);
};

function runner(over: ReturnType<typeof memoryStore>, point?: CrashPoint): Runner {
  const crash = point === undefined ? {} : { crash: dyingAt(point) };
  const clock = new VirtualClock(1000);
  return createRunner({
    pipeline: reservingPipeline(),
    store: over,
    account: 'main',
    mode: 'paper',
    clock,
    ...crash,
  });
}

test.each([
  ['CP1', 'a', 'committed'],
  ['CP15', 'a', 'committed'],
  ['CP3', 'a', 'duplicate'],
] as const)('%s: the next process decides once', async (point, planId, status) => {
  const shared = store();
  await expect(runner(shared, point).run(planOf(planId))).rejects.toThrow(`died at ${point}`);
  expect(await runner(shared).run(planOf(planId))).toMatchObject({ status, verdict: 'approved' });
  expect((await shared.head('main/audit')).last).toBe(2);
  const { book } = runner(shared);
  expect(await exposureReport(shared, book)).toMatchObject({ total: { count: '1' }, differences: [] });
});

test('CP4: a rejection that was not written is decided again', async () => {
  const shared = store();
  await expect(runner(shared, 'CP4').run({ symbol: 'BTC/USDT' })).rejects.toThrow('died at CP4');
  expect((await shared.head('main/audit')).last).toBe(0);
  expect(await runner(shared).run({ symbol: 'BTC/USDT' })).toMatchObject({
    status: 'committed',
    verdict: 'rejected',
  });
});

test('CP13: what a sealer did not commit is sealed by the next one', async () => {
  const shared = store();
  await runner(shared).run(planOf('a'));
  await expect(sealAudit(shared, 'main', { crash: dyingAt('CP13') })).rejects.toThrow('died at CP13');
  expect(await sealAudit(shared, 'main')).toBe(2);
  expect((await verifyAudit(shared, 'main')).ok).toBe(true);
});

test('every point says what is found and who goes on', () => {
  expect(Object.keys(crashPoints)).toEqual(Array.from({ length: 18 }, (_, index) => `CP${index + 1}`));
});
