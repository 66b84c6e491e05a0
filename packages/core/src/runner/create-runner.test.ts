import { expect, test } from 'vitest';
import { VirtualClock } from '../clock/virtual-clock.ts';
import type { TradePlan } from '../domain/trade-plan.ts';
import { exposureReport } from '../ledger/ledger-report.ts';
import { ExposureLedger } from '../ledger/ledger.ts';
import { auditLog } from '../audit/audit-record.ts';
import { followUp } from '../pipeline/follow-up.ts';
import { JobQueue } from '../queue/job-queue.ts';
import { reservingPipeline, start, planOf } from '../../test/runner-fixture.ts';
import { executionOf } from '../../test/execution-fixture.ts';

test('commits decision, reservation, audit record and jobs at once', async () => {
  const { runner, store, clock } = start(
    reservingPipeline().followUp(
      followUp('say', ({ decision }, draft) => draft.enqueue('out', { id: decision.decisionId, payload: 1 })),
    ),
  );
  const result = await runner.run(planOf('a'));
  expect(result).toMatchObject({ status: 'committed', verdict: 'approved', planId: 'a' });
  const report = await exposureReport(store, runner.book);
  expect(report).toMatchObject({ total: { notional: '0.0003', count: '1' }, differences: [] });
  expect((await store.head(auditLog('main'))).last).toBe(2);
  const queue = new JobQueue({ store, book: runner.book, name: 'out', clock });
  expect(await queue.counts()).toEqual({ ready: 1, leased: 0, dead: 0 });
});

test('the same plan again is a duplicate and writes nothing; other content under its id fails', async () => {
  const { runner, store } = start();
  const first = await runner.run(planOf('a'));
  const before = await store.head(auditLog('main'));
  const again = await runner.run(planOf('a'));
  expect(again).toMatchObject({ status: 'duplicate', verdict: 'approved' });
  expect(again.decision).toEqual(first.decision);
  const reused = await runner.run(planOf('a', { score: '50' }));
  expect(reused).toMatchObject({ status: 'failed', error: { code: 'PLAN_ID_REUSED' } });
  expect(await store.head(auditLog('main'))).toEqual(before);
});

test('a bad plan is a rejected decision that lists its paths; an unreadable input is neither', async () => {
  const { runner, store } = start();
  const bad = await runner.run({ symbol: 'BTC/USDT', direction: 'LONG' });
  expect(bad.verdict).toBe('rejected');
  const rule = bad.decision?.rules.find(({ id }) => id === 'plan.completeness');
  expect(rule?.issues?.map(({ path }) => path)).toEqual(['entry', 'stop', 'targets', 'createdAt']);
  expect(bad.decision?.rules.find(({ id }) => id === 'fixture.room')?.status).toBe('not-applicable');
  expect((await runner.run('nonsense')).status).toBe('unreadable');
  expect((await store.head(auditLog('main'))).last).toBe(2);
});

test('preview writes nothing', async () => {
  const { runner, store } = start();
  expect((await runner.preview(planOf('a'))).verdict).toBe('approved');
  expect((await store.scan({ prefix: 'm', limit: 10 })).length).toBe(0);
});

test('concurrent plans never exceed a cap: what does not fit is decided again and refused', async () => {
  const { runner, store } = start();
  const results = await Promise.all(
    Array.from({ length: 40 }, (_, index) => runner.run(planOf(`p${index}`, { symbol: `S${index}/USDT` }))),
  );
  expect(results.filter(({ verdict }) => verdict === 'approved')).toHaveLength(3);
  expect(results.filter(({ verdict }) => verdict === 'rejected')).toHaveLength(37);
  expect(await exposureReport(store, runner.book)).toMatchObject({
    total: { notional: '0.0009' },
    differences: [],
  });
});

test('a higher revision supersedes a reserved one, and is refused once there is an order', async () => {
  const { runner, store } = start();
  await runner.run(planOf('a'));
  const second = await runner.run(planOf('a', { revision: 2 }));
  expect(second.verdict).toBe('approved');
  expect((await exposureReport(store, runner.book)).total.count).toBe('1');
  const ledger = new ExposureLedger({ store, book: runner.book });
  const id = second.decision?.decisionId ?? '';
  await ledger.arm(id, executionOf(id, 'journaled'));
  const third = await runner.run(planOf('a', { revision: 3 }));
  expect(third.decision?.rules.find(({ code }) => code === 'PLAN_IN_FLIGHT')).toBeDefined();
  expect(third.verdict).toBe('rejected');
});

test('rejected plans are decided again on request only', async () => {
  const { runner, store, clock } = start();
  const inputs = ['a', 'b', 'c', 'd'].map((id) => planOf(id));
  expect((await runner.runAll(inputs)).summary).toMatchObject({ approved: 3, rejected: 1 });
  const ledger = new ExposureLedger({ store, book: runner.book });
  expect(await ledger.sweep(clock.now() + 3_600_000)).toBe(3);
  expect((await runner.runAll(inputs)).summary).toMatchObject({ duplicate: 4 });
  expect((await runner.runAll(inputs, { reconsider: true })).summary).toMatchObject({
    duplicate: 3,
    approved: 1,
  });
});

test('an array goes by score, a stream in order; the run record comes last', async () => {
  const seen: (string | undefined)[] = [];
  const { runner, store } = start(reservingPipeline(), ({ planId }) => void seen.push(planId));
  const plans = [planOf('low', { score: '1' }), planOf('none'), planOf('high', { score: '99' })];
  await runner.runAll(plans);
  expect(seen).toEqual(['high', 'low', 'none']);
  const records = await store.read(auditLog('main'), { after: 0, limit: 10 });
  expect(records.map(({ value }) => (value as { type: string }).type)).toEqual([
    'policy.changed',
    'risk.decision',
    'risk.decision',
    'risk.decision',
    'run.finished',
  ]);
  async function* stream(): AsyncGenerator<TradePlan> {
    yield planOf('s1', { symbol: 'X/Y' });
    yield planOf('s2', { symbol: 'X/Y', score: '99' });
  }
  await runner.runAll(stream());
  expect(seen.slice(3)).toEqual(['s1', 's2']);
});

test('the same plan, configuration, clock and state give the same document, byte for byte', async () => {
  const texts = await Promise.all(
    [1, 2].map(async () =>
      JSON.stringify(
        (await start(reservingPipeline(), undefined, new VirtualClock(2000)).runner.run(planOf('a')))
          .decision,
      ),
    ),
  );
  expect(texts[0]).toBe(texts[1]);
});
