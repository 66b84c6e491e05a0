import { expect, test } from 'vitest';
import { overriddenDriver } from '../../test/overridden-driver.ts';
import { VirtualClock } from '../clock/virtual-clock.ts';
import { StoreUnavailableError } from '../errors/store-errors.ts';
import type { Worker } from '../executor/executor.ts';
import { memoryDriver } from '../store/memory-driver.ts';
import { openStore } from '../store/open-store.ts';
import type { Store } from '../store/store.ts';
import { keepWorking } from './keep-working.ts';

function setUp(drain: (pass: number) => number): {
  worker: Worker;
  passes: () => number;
  store: Store;
  wake: () => void;
  watchers: () => number;
} {
  const wakes = new Set<() => void>();
  let passes = 0;
  const driver = overriddenDriver(memoryDriver(), {
    watch: (wake) => {
      wakes.add(wake);
      return () => void wakes.delete(wake);
    },
  });
  return {
    worker: {
      name: 'test',
      drain: async () => {
        passes += 1;
        return { worked: drain(passes) };
      },
    },
    passes: () => passes,
    store: openStore(driver),
    wake: () => {
      for (const wake of wakes) wake();
    },
    watchers: () => wakes.size,
  };
}
const settle = async (): Promise<void> => {
  for (let turn = 0; turn < 30; turn += 1) await Promise.resolve();
};

test('works while there is work, then polls, wakes at a hint, and ends with the signal', async () => {
  const clock = new VirtualClock(0);
  const { worker, passes, store, wake, watchers } = setUp((pass) => (pass < 3 ? 1 : 0));
  const end = new AbortController();
  const working = keepWorking(worker, { store, clock, signal: end.signal });
  await settle();
  expect(passes()).toBe(3);
  clock.advance(999);
  await settle();
  expect(passes()).toBe(3);
  clock.advance(1);
  await settle();
  expect(passes()).toBe(4);
  wake();
  await settle();
  expect(passes()).toBe(5);
  end.abort();
  await working;
  expect(watchers()).toBe(0);
});

test('a hint that comes during a pass is not lost', async () => {
  const clock = new VirtualClock(0);
  const end = new AbortController();
  const { worker, passes, store, wake } = setUp((pass) => {
    if (pass === 1) wake();
    return 0;
  });
  const working = keepWorking(worker, { store, clock, signal: end.signal });
  await settle();
  expect(passes()).toBe(2);
  end.abort();
  await working;
});

test('trouble that may pass is told and outlived; anything else ends the work', async () => {
  const clock = new VirtualClock(0);
  const told: string[] = [];
  const { worker, passes, store, watchers } = setUp((pass) => {
    if (pass === 1) throw new StoreUnavailableError('away');
    if (pass === 2) return 0;
    throw new TypeError('a mistake');
  });
  const { signal } = new AbortController();
  const onTrouble = ({ message }: Error): void => void told.push(message);
  const working = keepWorking(worker, { store, clock, signal, onTrouble });
  await settle();
  expect([told, passes()]).toEqual([['away'], 1]);
  clock.advance(1000);
  await settle();
  clock.advance(1000);
  await expect(working).rejects.toThrow('a mistake');
  expect(watchers()).toBe(0);
});
