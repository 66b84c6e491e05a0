import { expect, test } from 'vitest';
import { overriddenDriver } from '../../test/overridden-driver.ts';
import { VirtualClock } from '../clock/virtual-clock.ts';
import { StoreUnknownError } from '../errors/store-errors.ts';
import { memoryDriver } from '../store/memory-driver.ts';
import { memoryStore } from '../store/memory-store.ts';
import { openStore } from '../store/open-store.ts';
import { claimOnce } from './claim.ts';

const key = 'main/paper/claim/fire';
const request = (owner: string): { key: string; owner: string; windowMs: number } => ({
  key,
  owner,
  windowMs: 100_000,
});

test('a blocked attempt does not extend the window; the owner passes; then the next may', async () => {
  const clock = new VirtualClock(1000);
  const store = memoryStore({ clock });
  expect(await claimOnce(store, request('a'))).toEqual({ status: 'claimed' });
  clock.advance(99_999);
  expect(await claimOnce(store, request('b'))).toEqual({ status: 'held', claim: { owner: 'a', at: 1000 } });
  expect((await claimOnce(store, request('a'))).status).toBe('own');
  clock.advance(1);
  expect(await claimOnce(store, request('b'))).toEqual({ status: 'claimed' });
});

test('of many attempts at once one claims, and only its effects are written', async () => {
  const store = memoryStore();
  const outcomes = await Promise.all(
    Array.from({ length: 20 }, (_, index) =>
      claimOnce(store, request(`owner-${index}`), { adds: [{ counter: 'main/n', delta: 1 }] }),
    ),
  );
  expect(outcomes.filter(({ status }) => status === 'claimed')).toHaveLength(1);
  expect(outcomes.filter(({ status }) => status === 'held')).toHaveLength(19);
  expect(await store.counters(['main/n'])).toEqual([1]);
});

test('when the effects are refused nothing is claimed', async () => {
  const store = memoryStore();
  const full = await claimOnce(store, request('a'), { adds: [{ counter: 'main/n', delta: 2, max: 1 }] });
  expect(full).toMatchObject({ status: 'refused', result: { reason: 'bound' } });
  const stale = await claimOnce(store, request('a'), { checks: [{ key: 'main/x', version: 7 }] });
  expect(stale).toMatchObject({ status: 'refused', result: { reason: 'conflict', key: 'main/x' } });
  expect((await claimOnce(store, request('b'))).status).toBe('claimed');
});

test.each([true, false])('a lost answer (applied: %s) claims once, with its effects', async (applied) => {
  const driver = memoryDriver();
  let lost = false;
  const store = openStore(
    overriddenDriver(driver, {
      commit: async (batch) => {
        if (lost) return driver.commit(batch);
        lost = true;
        if (applied) await driver.commit(batch);
        throw new StoreUnknownError('connection reset');
      },
    }),
  );
  const outcome = await claimOnce(store, request('a'), { adds: [{ counter: 'main/n', delta: 1 }] });
  expect(outcome.status).toBe('claimed');
  expect(await store.counters(['main/n'])).toEqual([1]);
});
