import { describe, expect, test } from 'vitest';
import { overriddenDriver } from '../../test/overridden-driver.ts';
import { VirtualClock } from '../clock/virtual-clock.ts';
import { LifecycleError } from '../errors/lifecycle-errors.ts';
import { StoreMisuseError, StoreUnavailableError } from '../errors/store-errors.ts';
import { memoryDriver } from './memory-driver.ts';
import { openStore } from './open-store.ts';

const never = async (): Promise<never> => new Promise(() => {});

describe('openStore', () => {
  test('reads back equal JSON, and the stored text of a log', async () => {
    const store = openStore(memoryDriver());
    const value = { list: [1, -5, '0.5', true, null], text: 'ü "\\ 😀', big: 9007199254740991 };
    const result = await store.commit({
      checks: [{ key: 'a', version: 0 }],
      puts: [{ key: 'a', value }],
      appends: [{ log: 'l', value: { b: 1, a: 2 } }],
    });
    expect(result).toEqual({ ok: true, version: 1, sequences: [1] });
    expect(await store.get(['a', 'b'])).toEqual([{ key: 'a', value, version: 1 }, null]);
    expect(await store.read('l', { after: 0, limit: 5 })).toEqual([
      { sequence: 1, value: { a: 2, b: 1 }, text: '{"a":2,"b":1}' },
    ]);
    expect(await store.head('l')).toEqual({ first: 1, last: 1 });
    expect(await store.counters(['n'])).toEqual([0]);
  });

  test('refuses reads that break a rule, before the driver sees them', async () => {
    const store = openStore(overriddenDriver(memoryDriver(), { get: never, scan: never, read: never }));
    await expect(store.get(['a b'])).rejects.toThrow(StoreMisuseError);
    await expect(store.get(Array.from({ length: 10_001 }, () => 'a'))).rejects.toThrow(/10001 names/);
    await expect(store.counters([''])).rejects.toThrow(StoreMisuseError);
    await expect(store.scan({ prefix: 'ü', limit: 1 })).rejects.toThrow(StoreMisuseError);
    await expect(store.scan({ prefix: '', limit: 0 })).rejects.toThrow(/limit 0/);
    await expect(store.scan({ prefix: '', limit: 10_001 })).rejects.toThrow(/limit 10001/);
    await expect(store.read('l', { after: -1, limit: 1 })).rejects.toThrow(StoreMisuseError);
    await expect(store.head('a b')).rejects.toThrow(StoreMisuseError);
  });

  test('a commit that breaks a rule is not sent', async () => {
    let sent = 0;
    const driver = overriddenDriver(memoryDriver(), {
      commit: async () => {
        sent += 1;
        return [];
      },
    });
    await expect(openStore(driver).commit({ adds: [{ counter: 'n', delta: 1 }] })).rejects.toThrow(
      StoreMisuseError,
    );
    expect(sent).toBe(0);
  });

  test('a read that fails or takes too long is unavailable, with the cause and the place', async () => {
    const failure = new Error('no such table');
    const deadlineClock = new VirtualClock(0);
    const driver = overriddenDriver(memoryDriver(), {
      get: async () => {
        throw failure;
      },
      head: never,
    });
    const store = openStore(driver, { deadlineMs: 5000, deadlineClock });
    const error: unknown = await store.get(['a']).catch((reason: unknown) => reason);
    expect(StoreUnavailableError.isInstance(error) && error.cause).toBe(failure);
    const late = store.head('l');
    deadlineClock.advance(5000);
    await expect(late).rejects.toThrow('store memory (memory) did not answer head in 5000 ms');
  });

  test('moving the clock of the plans makes no running call late', async () => {
    const clock = new VirtualClock(0);
    const store = openStore(memoryDriver({ clock }), { clock });
    const running = store.commit({ puts: [{ key: 'a', value: 1 }] });
    clock.advance(86_400_000);
    expect((await running).ok).toBe(true);
    expect(store.now()).toBe(86_400_000);
  });

  test('closes the driver once, after running calls, and refuses use from then on', async () => {
    const order: string[] = [];
    const memory = memoryDriver();
    const release = Promise.withResolvers<void>();
    const driver = overriddenDriver(memory, {
      commit: async (batch) => {
        await release.promise;
        order.push('commit');
        return memory.commit(batch);
      },
      close: async () => {
        order.push('close');
      },
    });
    const store = openStore(driver);
    const running = store.commit({ puts: [{ key: 'a', value: 1 }] });
    const closing = Promise.all([store.close(), store.close()]);
    await expect(store.get(['a'])).rejects.toThrow(LifecycleError);
    await expect(store.commit({ puts: [{ key: 'b', value: 1 }] })).rejects.toThrow(LifecycleError);
    release.resolve();
    await closing;
    expect((await running).ok).toBe(true);
    expect(order).toEqual(['commit', 'close']);
  });

  test('refuses a deadline that is no time', () => {
    expect(() => openStore(memoryDriver(), { deadlineMs: 0 })).toThrow(StoreMisuseError);
  });
});
