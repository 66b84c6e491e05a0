import { engineVersion } from '../domain/engine-version.ts';
import { expect, test } from 'vitest';
import { planOf } from '../../test/runner-fixture.ts';
import { VirtualClock } from '../clock/virtual-clock.ts';
import type { CrashHook } from '../crash/crash-point.ts';
import { canonicalJson } from '../domain/canonical-json.ts';
import type { Json } from '../domain/json.ts';
import type { TradePlan } from '../domain/trade-plan.ts';
import { sha256Hex } from '../hash/sha256.ts';
import { Pipeline } from '../pipeline/pipeline.ts';
import { createRunner, type Runner } from '../runner/create-runner.ts';
import { memoryStore } from '../store/memory-store.ts';
import type { Store } from '../store/store.ts';
import { policyKey, readPolicy } from './policy.ts';

const book = { account: 'main', mode: 'paper' } as const;
const clock = new VirtualClock(1000);

function runnerOf(
  store: Store,
  total: string,
  changes: { adoptPolicy?: boolean; crash?: CrashHook } = {},
): Runner {
  const pipeline = Pipeline.of<TradePlan>().stage<TradePlan>({
    name: 'gate',
    config: { limits: { 'exposure.total': total, 'exposure.asset': '0.05' } },
    run: (value) => ({ verdict: 'continue', value }),
  });
  return createRunner({ pipeline, store, ...book, clock, ...changes });
}
const changed = async (store: Store): Promise<readonly Json[]> => {
  const records = await store.read('main/audit', { after: 0, limit: 100 });
  return records
    .map(({ value }) => value)
    .filter((value) => (value as { type: string }).type === 'policy.changed');
};
const inForce = async (store: Store): Promise<ReturnType<typeof readPolicy>> =>
  readPolicy((await store.get([policyKey(book)]))[0]);

test('the first decision registers the configuration whole, with its hash; later ones write it no more', async () => {
  const store = memoryStore({ clock });
  const runner = runnerOf(store, '0.1');
  await runner.preview(planOf('a'));
  expect(await inForce(store)).toBeUndefined();
  const { decision } = await runner.run(planOf('a'));
  await runner.run(planOf('b'));
  const policy = await inForce(store);
  expect(policy).toMatchObject({
    configHash: decision?.configHash,
    at: 1000,
    engineVersion,
    config: { stages: [{ name: 'gate', config: { limits: { 'exposure.total': '0.1' } } }] },
  });
  expect(sha256Hex(canonicalJson(policy?.config as unknown as Json))).toBe(policy?.configHash);
  expect(await changed(store)).toMatchObject([{ data: { policy } }]);
});

test('another configuration is refused, decides nothing, and may look', async () => {
  const store = memoryStore({ clock });
  await runnerOf(store, '0.1').run(planOf('a'));
  const other = runnerOf(store, '0.2');
  expect(await other.run(planOf('b'))).toMatchObject({
    status: 'failed',
    error: {
      code: 'POLICY_SUPERSEDED',
      message: expect.stringContaining('gate.limits.exposure.total: "0.1", here "0.2"') as string,
    },
  });
  await expect(other.runAll([planOf('b')])).rejects.toMatchObject({ code: 'POLICY_SUPERSEDED' });
  expect((await other.preview(planOf('b'))).verdict).toBe('approved');
  expect((await store.head('main/audit')).last).toBe(2);
  expect(await changed(store)).toHaveLength(1);
});

test('adopting registers once; the one that decided before is refused from then on', async () => {
  const store = memoryStore({ clock });
  const first = runnerOf(store, '0.1', { adoptPolicy: true });
  await first.run(planOf('a'));
  await first.run(planOf('b'));
  const before = await inForce(store);
  const second = runnerOf(store, '0.2', { adoptPolicy: true });
  await Promise.all([second.run(planOf('c')), second.run(planOf('d')), second.run(planOf('e'))]);
  expect(await changed(store)).toMatchObject([{}, { data: { from: before?.configHash } }]);
  expect(await first.run(planOf('f'))).toMatchObject({ error: { code: 'POLICY_SUPERSEDED' } });
  expect((await second.run(planOf('f'))).status).toBe('committed');
});

test('a configuration that is superseded between evaluation and commit decides nothing', async () => {
  const store = memoryStore({ clock });
  await runnerOf(store, '0.1').run(planOf('a'));
  let adopted = false;
  const late = runnerOf(store, '0.1', {
    crash: async (point) => {
      if (point !== 'CP15' || adopted) return;
      adopted = true;
      await runnerOf(store, '0.2', { adoptPolicy: true }).run(planOf('b'));
    },
  });
  expect(await late.run(planOf('c'))).toMatchObject({ error: { code: 'POLICY_SUPERSEDED' } });
  expect((await changed(store)).length).toBe(2);
  expect((await runnerOf(store, '0.2').run(planOf('c'))).status).toBe('committed');
});

test('of processes that decide first at once one registers, and only its likes go on', async () => {
  const store = memoryStore({ clock });
  const results = await Promise.all(
    ['0.1', '0.2', '0.1', '0.2'].map((total, index) => runnerOf(store, total).run(planOf(`p${index}`))),
  );
  expect(results.filter(({ status }) => status === 'committed')).toHaveLength(2);
  expect(results.filter(({ error }) => error?.code === 'POLICY_SUPERSEDED')).toHaveLength(2);
  expect(await changed(store)).toHaveLength(1);
});

test('accounts and modes have policies of their own', async () => {
  const store = memoryStore({ clock });
  await runnerOf(store, '0.1').run(planOf('a'));
  const pipeline = Pipeline.of<TradePlan>();
  for (const other of [
    { account: 'main', mode: 'dry-run' } as const,
    { account: 'two', mode: 'paper' } as const,
  ]) {
    const runner = createRunner({ pipeline, store, ...other, clock });
    expect((await runner.run(planOf('a'))).status).toBe('committed');
  }
});
