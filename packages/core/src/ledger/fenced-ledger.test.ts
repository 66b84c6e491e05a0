import { expect, test } from 'vitest';
import { executionOf as execution } from '../../test/execution-fixture.ts';
import { planOf, start } from '../../test/runner-fixture.ts';
import { leaseCheck, releaseLease, takeLease } from '../coordination/lease.ts';
import type { Check } from '../store/store-driver.ts';
import { ExposureLedger } from './ledger.ts';

const key = 'main/paper/lease/executor';

async function fenced() {
  const { runner, store } = start();
  const id = (await runner.run(planOf('a'))).decision?.decisionId ?? '';
  const taken = await takeLease(store, { key, owner: 'first', ttlMs: 1000 });
  if (taken.status !== 'taken') throw new Error('nobody else is there');
  const fence = (): readonly Check[] => [leaseCheck(taken.lease)];
  const { book } = runner;
  const lose = async (): Promise<void> => {
    await releaseLease(store, taken.lease);
    await takeLease(store, { key, owner: 'second', ttlMs: 1000 });
  };
  return { id, store, lose, ledger: new ExposureLedger({ store, book, fence }) };
}

test('who holds the lease moves reservations', async () => {
  const { id, ledger } = await fenced();
  expect((await ledger.arm(id, execution(id, 'journaled')))?.state).toBe('armed');
  expect((await ledger.open(id, execution(id, 'open')))?.state).toBe('open');
  expect((await ledger.setStop(id, 'missing', execution(id, 'open')))?.plannedHeat).toBeDefined();
  expect((await ledger.close(id, 'closed', execution(id, 'closed')))?.state).toBe('closed');
});

test('who has lost it changes nothing any more, and is not kept waiting', async () => {
  const { id, ledger, lose } = await fenced();
  await ledger.arm(id, execution(id, 'journaled'));
  await lose();
  const before = await ledger.find(id);
  expect(await ledger.open(id, execution(id, 'open'))).toEqual(before);
  expect(await ledger.setStop(id, 'missing', execution(id, 'working'))).toEqual(before);
  expect(await ledger.close(id, 'closed', execution(id, 'closed'))).toEqual(before);
  expect(await ledger.resize(id, { uses: [], why: 'filled', at: 3 })).toMatchObject({ status: 'unchanged' });
  expect(await ledger.find(id)).toEqual(before);
});

test('a caller writes with the arming, or keeps it from happening', async () => {
  const { id, ledger, store } = await fenced();
  const joined = (version: number) => async () => ({
    checks: [{ key: 'main/paper/claim', version }],
    puts: [{ key: 'main/paper/claim', value: id }],
  });
  expect((await ledger.arm(id, execution(id, 'journaled'), async () => undefined))?.state).toBe('reserved');
  expect((await ledger.arm(id, execution(id, 'journaled'), joined(0)))?.state).toBe('armed');
  expect((await store.get(['main/paper/claim']))[0]?.value).toBe(id);
});
