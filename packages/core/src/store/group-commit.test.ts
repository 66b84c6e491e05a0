import { describe, expect, test } from 'vitest';
import { overriddenDriver } from '../../test/overridden-driver.ts';
import { VirtualClock } from '../clock/virtual-clock.ts';
import { StoreUnavailableError, StoreUnknownError } from '../errors/store-errors.ts';
import { memoryDriver } from './memory-driver.ts';
import { openStore } from './open-store.ts';
import type { CommitResult, DriverCommit, StoreDriver } from './store-driver.ts';
import type { Commit } from './store.ts';

const put = (key: string): Commit => ({ puts: [{ key, value: 1 }] });

interface Held {
  readonly batch: readonly DriverCommit[];
  readonly answer: () => void;
  readonly fail: (error: Error) => void;
}

/** Holds every batch until the test lets it go on. */
function heldDriver(description: Partial<StoreDriver['description']> = {}) {
  const memory = memoryDriver();
  const held: Held[] = [];
  const driver = overriddenDriver(memory, {
    description: { ...memory.description, ...description },
    commit: async (batch) => {
      const { promise, resolve, reject } = Promise.withResolvers<readonly CommitResult[]>();
      held.push({ batch, answer: () => resolve(memory.commit(batch)), fail: reject });
      return promise;
    },
  });
  return { driver, held };
}

const settled = async () => new Promise((resolve) => setImmediate(resolve));
const sizes = (held: readonly Held[]) => held.map(({ batch }) => batch.length);

describe('group commit', () => {
  test('what takes risk away is never in one batch with what does not, and the order stays', async () => {
    const { driver, held } = heldDriver();
    const store = openStore(driver);
    const commits = ['a', 'b!', 'c!', 'd', 'e!'].map(async (name) =>
      store.commit(name.endsWith('!') ? { ...put(name), reduces: true } : put(name)),
    );
    for (let sent = 1; sent <= 4; sent += 1) {
      await settled();
      held[sent - 1]?.answer();
    }
    await Promise.all(commits);
    const batches = held.map(({ batch }) =>
      batch.map(({ puts, reduces = false }) => [puts[0]?.key, reduces]),
    );
    expect(batches).toEqual([
      [['a', false]],
      [
        ['b!', true],
        ['c!', true],
      ],
      [['d', false]],
      [['e!', true]],
    ]);
  });

  test('sends what one tick gathered together, and the next batch when the first is done', async () => {
    const { driver, held } = heldDriver();
    const store = openStore(driver);
    const first = [store.commit(put('a')), store.commit(put('b'))];
    await settled();
    const second = [store.commit(put('c')), store.commit(put('d')), store.commit(put('e'))];
    await settled();
    expect(sizes(held)).toEqual([2]);
    held[0]?.answer();
    await Promise.all(first);
    await settled();
    expect(sizes(held)).toEqual([2, 3]);
    held[1]?.answer();
    expect((await Promise.all(second)).map(({ ok }) => ok)).toEqual([true, true, true]);
  });

  test('gives every caller its own result', async () => {
    const store = openStore(memoryDriver());
    const create = (value: number): Commit => ({
      checks: [{ key: 'a', version: 0 }],
      puts: [{ key: 'a', value }],
    });
    const results = await Promise.all([
      store.commit(create(1)),
      store.commit(create(2)),
      store.commit(put('b')),
    ]);
    expect(results.map(({ ok }) => ok)).toEqual([true, false, true]);
    expect((await store.get(['a']))[0]?.value).toBe(1);
  });

  test('keeps to the parallel calls and the batch size that the driver allows', async () => {
    const { driver, held } = heldDriver({ parallelCommits: 2, maximumBatch: 3 });
    const store = openStore(driver);
    const all = Promise.all(Array.from({ length: 8 }, async (_, index) => store.commit(put(`k${index}`))));
    await settled();
    expect(sizes(held)).toEqual([3, 3]);
    held[1]?.answer();
    await settled();
    expect(sizes(held)).toEqual([3, 3, 2]);
    held[0]?.answer();
    held[2]?.answer();
    expect(await all).toHaveLength(8);
  });

  test('passes a certain failure on and makes anything else unknown', async () => {
    const { driver, held } = heldDriver();
    const store = openStore(driver);
    const certain = store.commit(put('a'));
    await settled();
    held[0]?.fail(new StoreUnavailableError('disk is full'));
    await expect(certain).rejects.toThrow(StoreUnavailableError);
    const surprise = new TypeError('cannot read');
    const unknown = store.commit(put('a'));
    await settled();
    held[1]?.fail(surprise);
    const error: unknown = await unknown.catch((reason: unknown) => reason);
    expect(StoreUnknownError.isInstance(error) && error.cause).toBe(surprise);
  });

  test('a failed batch says nothing about those that wait behind it', async () => {
    const { driver, held } = heldDriver();
    const store = openStore(driver);
    const failing = store.commit(put('a'));
    await settled();
    const waiting = store.commit(put('b'));
    held[0]?.fail(new StoreUnavailableError('locked'));
    await expect(failing).rejects.toThrow('locked');
    await settled();
    held[1]?.answer();
    expect((await waiting).ok).toBe(true);
  });

  test('treats a driver that throws at once or answers too little as unknown', async () => {
    const throwing = openStore(
      overriddenDriver(memoryDriver(), {
        commit: () => {
          throw new Error('at once');
        },
      }),
    );
    await expect(throwing.commit(put('a'))).rejects.toThrow(StoreUnknownError);
    const silent = openStore(overriddenDriver(memoryDriver(), { commit: async () => [] }));
    await expect(silent.commit(put('a'))).rejects.toThrow(/no result/);
  });

  test('after the deadline: sent is unknown, waiting and new are surely not applied, and work resumes', async () => {
    const { driver, held } = heldDriver();
    const deadlineClock = new VirtualClock(0);
    const store = openStore(driver, { deadlineMs: 5000, deadlineClock });
    const sent = store.commit(put('sent'));
    await settled();
    const waiting = store.commit(put('waiting'));
    await settled();
    deadlineClock.advance(5000);
    await expect(sent).rejects.toThrow(StoreUnknownError);
    await expect(waiting).rejects.toThrow(StoreUnavailableError);
    await expect(store.commit(put('new'))).rejects.toThrow(/was not sent/);
    held[0]?.answer();
    await settled();
    const resumed = store.commit(put('resumed'));
    await settled();
    held[1]?.answer();
    expect((await resumed).ok).toBe(true);
    const entries = await store.scan({ prefix: '', limit: 10 });
    expect(entries.map(({ key }) => key)).toEqual(['resumed', 'sent']);
  });

  test('with a second slot free, a late batch does not stop the others', async () => {
    const { driver, held } = heldDriver({ parallelCommits: 2 });
    const deadlineClock = new VirtualClock(0);
    const store = openStore(driver, { deadlineMs: 100, deadlineClock });
    const late = store.commit(put('late'));
    await settled();
    deadlineClock.advance(100);
    await expect(late).rejects.toThrow(StoreUnknownError);
    const other = store.commit(put('other'));
    await settled();
    held[1]?.answer();
    expect((await other).ok).toBe(true);
  });

  test('does not send what has waited in the queue longer than the deadline', async () => {
    const { driver, held } = heldDriver({ maximumBatch: 1 });
    const deadlineClock = new VirtualClock(0);
    const store = openStore(driver, { deadlineMs: 100, deadlineClock });
    const commits = ['a', 'b', 'c'].map(async (key) => store.commit(put(key)));
    const outcomes = Promise.allSettled(commits);
    for (const index of [0, 1]) {
      await settled();
      deadlineClock.advance(60);
      held[index]?.answer();
    }
    const [first, second, third] = await outcomes;
    expect([first?.status, second?.status]).toEqual(['fulfilled', 'fulfilled']);
    expect(third?.status === 'rejected' && StoreUnavailableError.isInstance(third.reason)).toBe(true);
    expect(held).toHaveLength(2);
  });
});
