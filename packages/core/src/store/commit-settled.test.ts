import { describe, expect, test } from 'vitest';
import { overriddenDriver } from '../../test/overridden-driver.ts';
import { StoreMisuseError, StoreUnavailableError, StoreUnknownError } from '../errors/store-errors.ts';
import { commitSettled } from './commit-settled.ts';
import { memoryDriver } from './memory-driver.ts';
import { openStore } from './open-store.ts';
import type { CommitResult, DriverCommit } from './store-driver.ts';
import type { Commit } from './store.ts';

type Fault = 'none' | 'lost before' | 'lost after' | 'unavailable';

const claim = (by: string): Commit => ({
  checks: [{ key: 'plan', version: 0 }],
  adds: [{ counter: 'n', delta: 1, max: 5 }],
  puts: [{ key: 'plan', value: { by } }],
  appends: [{ log: 'audit', value: by }],
});

/** A store whose commits meet the faults given, one each, and none afterwards. */
function faultyStore(...faults: readonly Fault[]) {
  const memory = memoryDriver();
  const waiting = [...faults];
  const commit = async (batch: readonly DriverCommit[]): Promise<readonly CommitResult[]> => {
    const fault = waiting.shift() ?? 'none';
    if (fault === 'unavailable') throw new StoreUnavailableError('down');
    if (fault === 'lost before') throw new Error('connection lost');
    const results = await memory.commit(batch);
    if (fault === 'lost after') throw new Error('connection lost');
    return results;
  };
  const store = openStore(overriddenDriver(memory, { commit }));
  return { store, other: openStore(memory) };
}

describe('commitSettled', () => {
  test.each([
    ['nothing lost', []],
    ['lost before it was applied', ['lost before']],
    ['lost after it was applied', ['lost after']],
    ['lost before, then after', ['lost before', 'lost after']],
    ['lost before three times', ['lost before', 'lost before', 'lost before']],
  ] as const)('applies exactly once: %s', async (_name, faults) => {
    const { store } = faultyStore(...faults);
    const result = await commitSettled(store, claim('a'));
    expect(result.ok).toBe(true);
    expect(await store.counters(['n'])).toEqual([1]);
    expect(await store.head('audit')).toEqual({ first: 1, last: 1 });
    expect(result.ok && result.version).toBe((await store.get(['plan']))[0]?.version);
  });

  test('an answer lost because another came first is a conflict', async () => {
    const { store, other } = faultyStore('lost before');
    await other.commit(claim('b'));
    expect(await commitSettled(store, claim('a'))).toEqual({
      ok: false,
      reason: 'conflict',
      key: 'plan',
      version: 1,
    });
    expect(await store.counters(['n'])).toEqual([1]);
  });

  test('a try that is still under way cannot make the repeat apply twice', async () => {
    const memory = memoryDriver();
    const underWay: (readonly DriverCommit[])[] = [];
    const commit = async (batch: readonly DriverCommit[]): Promise<readonly CommitResult[]> => {
      if (underWay.length === 0) {
        underWay.push(batch);
        throw new Error('connection lost');
      }
      await memory.commit(underWay[0] ?? []);
      return memory.commit(batch);
    };
    const store = openStore(overriddenDriver(memory, { commit }));
    expect((await commitSettled(store, claim('a'))).ok).toBe(true);
    expect(await store.counters(['n'])).toEqual([1]);
  });

  test('sees that it was applied though another check fails by now', async () => {
    const { store, other } = faultyStore('lost after');
    const commit = { ...claim('a'), checks: [{ key: 'policy', version: 0 }, ...(claim('a').checks ?? [])] };
    const settling = commitSettled(store, commit);
    await other.commit({ puts: [{ key: 'policy', value: 2 }] });
    expect((await settling).ok).toBe(true);
  });

  test('a conflict or bound of the repeat is what it says', async () => {
    const conflict = faultyStore('lost before');
    await conflict.other.commit({ puts: [{ key: 'policy', value: 2 }] });
    const guarded = { ...claim('a'), checks: [{ key: 'policy', version: 0 }, ...(claim('a').checks ?? [])] };
    expect(await commitSettled(conflict.store, guarded)).toMatchObject({ ok: false, key: 'policy' });
    const bound = faultyStore('lost before');
    const tooMuch = { ...claim('a'), adds: [{ counter: 'n', delta: 6, max: 5 }] };
    expect(await commitSettled(bound.store, tooMuch)).toMatchObject({ ok: false, reason: 'bound' });
  });

  test('a first try that surely failed stays certain; after a lost one nothing is certain', async () => {
    await expect(commitSettled(faultyStore('unavailable').store, claim('a'))).rejects.toThrow(
      StoreUnavailableError,
    );
    const { store } = faultyStore('lost before', 'unavailable');
    await expect(commitSettled(store, claim('a'))).rejects.toThrow(StoreUnknownError);
  });

  test('gives up as unknown when the store stays away', async () => {
    const lost = Array.from({ length: 9 }, () => 'lost before' as const);
    await expect(commitSettled(faultyStore(...lost).store, claim('a'))).rejects.toThrow(StoreUnknownError);
    const unreadable = openStore(
      overriddenDriver(memoryDriver(), {
        commit: async () => {
          throw new Error('connection lost');
        },
        get: async () => {
          throw new Error('connection refused');
        },
      }),
    );
    await expect(commitSettled(unreadable, claim('a'))).rejects.toThrow(StoreUnknownError);
  });

  test('a deleted fence cannot tell who deleted it, unless the caller can', async () => {
    for (const [expected, wasApplied] of [
      [false, undefined],
      [true, () => true],
    ] as const) {
      const { store, other } = faultyStore('lost after');
      const created = await other.commit({ puts: [{ key: 'job', value: 1 }] });
      const version = created.ok ? created.version : 0;
      const done: Commit = {
        checks: [{ key: 'job', version }],
        deletes: ['job'],
        appends: [{ log: 'audit', value: 1 }],
      };
      const result = await commitSettled(store, done, wasApplied);
      expect(result.ok).toBe(expected);
      expect((await store.head('audit')).last).toBe(1);
    }
  });

  test('needs a fence', async () => {
    const { store } = faultyStore();
    await expect(commitSettled(store, { puts: [{ key: 'a', value: 1 }] })).rejects.toThrow(StoreMisuseError);
  });
});
