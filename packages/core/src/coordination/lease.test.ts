import { expect, test } from 'vitest';
import type { Clock } from '../clock/clock.ts';
import { memoryDriver } from '../store/memory-driver.ts';
import { openStore } from '../store/open-store.ts';
import type { CommitResult } from '../store/store-driver.ts';
import type { Store } from '../store/store.ts';
import { type Lease, leaseCheck, releaseLease, renewLease, takeLease } from './lease.ts';

const key = 'main/paper/lease/sealer';
const request = (owner: string): { key: string; owner: string; ttlMs: number } => ({
  key,
  owner,
  ttlMs: 1000,
});

/** Two processes on one store, each with a clock of its own that can be put anywhere. */
function processes(): { first: Store; second: Store; times: { first: number; second: number } } {
  const times = { first: 5000, second: 5000 };
  const clockOf = (name: 'first' | 'second'): Clock => ({ now: () => times[name], sleep: async () => {} });
  const driver = memoryDriver({ clock: clockOf('first') });
  return {
    first: openStore(driver, { clock: clockOf('first') }),
    second: openStore(driver, { clock: clockOf('second') }),
    times,
  };
}
async function taken(store: Store, owner: string): Promise<Lease> {
  const outcome = await takeLease(store, request(owner));
  if (outcome.status !== 'taken') throw new Error(`held by ${outcome.owner}`);
  return outcome.lease;
}
const work = (store: Store, lease: Lease): Promise<CommitResult> =>
  store.commit({ checks: [leaseCheck(lease)], puts: [{ key: 'main/work', value: lease.owner }] });

test('one holder at a time; renewing leaves commits in flight alone; letting go frees it at once', async () => {
  const { first, second } = processes();
  const lease = await taken(first, 'a');
  expect(await takeLease(second, request('b'))).toEqual({ status: 'held', owner: 'a', until: 6000 });
  const renewed = await renewLease(first, lease);
  expect(renewed).toMatchObject({ token: lease.token, epoch: 1 });
  expect((await work(first, lease)).ok).toBe(true);
  expect(await releaseLease(first, renewed ?? lease)).toBe(true);
  expect(await taken(second, 'b')).toMatchObject({ epoch: 2 });
});

test('after a takeover the old holder can neither commit, renew nor let go', async () => {
  const { first, second, times } = processes();
  const old = await taken(first, 'a');
  times.second = 6000;
  const lease = await taken(second, 'b');
  expect(lease.epoch).toBe(2);
  expect(await work(first, old)).toMatchObject({ ok: false, reason: 'conflict', key });
  expect(await renewLease(first, old)).toBeUndefined();
  expect(await releaseLease(first, old)).toBe(false);
  expect((await work(second, lease)).ok).toBe(true);
});

test('a lease that has run out and nobody took is renewed', async () => {
  const { first, times } = processes();
  const lease = await taken(first, 'a');
  times.first = 9000;
  expect(await renewLease(first, lease)).toMatchObject({ until: 10_000, token: lease.token });
});

test('a clock that jumps ahead takes over and fences the other off; one that is put back holds nobody up', async () => {
  const { first, second, times } = processes();
  const old = await taken(first, 'a');
  times.second = 1_000_000;
  const early = await taken(second, 'b');
  expect((await work(first, old)).ok).toBe(false);
  // The clock of the second process is mended: the end that it wrote is far off.
  expect(early.until).toBe(1_001_000);
  const again = await taken(first, 'a');
  expect((await work(second, early)).ok).toBe(false);
  expect((await work(first, again)).ok).toBe(true);
});

test('clocks that are apart by less than a term do not take from each other', async () => {
  const { first, second, times } = processes();
  times.first = 5900;
  await taken(first, 'a');
  times.second = 5000;
  expect((await takeLease(second, request('b'))).status).toBe('held');
});

test('the same owner takes again, and its earlier token is void', async () => {
  const { first } = processes();
  const before = await taken(first, 'a');
  const after = await taken(first, 'a');
  expect((await work(first, before)).ok).toBe(false);
  expect((await work(first, after)).ok).toBe(true);
});

test('of many who take at once one holds', async () => {
  const { first, second, times } = processes();
  await taken(first, 'old');
  [times.first, times.second] = [7000, 7000];
  const outcomes = await Promise.all(
    Array.from({ length: 12 }, (_, index) =>
      takeLease(index % 2 === 0 ? first : second, request(`owner-${index}`)),
    ),
  );
  expect(outcomes.filter(({ status }) => status === 'taken')).toHaveLength(1);
});
