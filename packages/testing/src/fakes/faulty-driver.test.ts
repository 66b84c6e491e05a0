import { memoryDriver, type StoreDriver, StoreUnavailableError, StoreUnknownError } from '@tradewarden/core';
import { expect, test } from 'vitest';
import { driverCommit } from '../suites/store-bench.ts';
import type { DriverFault } from './driver-faults.ts';
import { faultyDriver } from './faulty-driver.ts';

const add = driverCommit({ adds: [{ counter: 'n', delta: 1 }] });

/** A driver whose first call meets `fault`. */
function meeting(fault: DriverFault): { readonly driver: StoreDriver; readonly memory: StoreDriver } {
  const memory = memoryDriver();
  const planned = [fault];
  return { memory, driver: faultyDriver(memory, { next: () => planned.shift() }) };
}

test.each([
  ['fail', StoreUnavailableError, 0],
  ['lose-request', StoreUnknownError, 0],
  ['lose-answer', StoreUnknownError, 1],
] as const)('%s: the commit ends as it says, and the next one passes', async (fault, error, applied) => {
  const { driver, memory } = meeting(fault);
  await expect(driver.commit([add])).rejects.toThrow(error);
  expect(await memory.counters(['n'])).toEqual([applied]);
  expect((await driver.commit([add]))[0]?.ok).toBe(true);
});

test.each([
  ['break-before', 0],
  ['break-after', 1],
] as const)('%s: nothing passes through the handle any more', async (fault, applied) => {
  const { driver, memory } = meeting(fault);
  await expect(driver.commit([add])).rejects.toThrow(StoreUnknownError);
  await expect(driver.commit([add])).rejects.toThrow(StoreUnavailableError);
  await expect(driver.get(['a'])).rejects.toThrow('the handle is broken');
  expect(await memory.counters(['n'])).toEqual([applied]);
});

test('a read only ever fails for certain', async () => {
  await expect(meeting('lose-answer').driver.get(['a'])).rejects.toThrow(StoreUnavailableError);
});

test('a seed delays and reorders calls, and gives the same faults again', async () => {
  const outcomes = async (seed: number): Promise<readonly string[]> => {
    const order: string[] = [];
    const driver = faultyDriver(memoryDriver(), seed);
    const calls = Array.from({ length: 60 }, async (_, index) =>
      driver.commit([add]).then(
        () => order.push(`${index}`),
        (error: unknown) => order.push(`${index} ${(error as Error).name}`),
      ),
    );
    await Promise.all(calls);
    return order;
  };
  const first = await outcomes(3);
  expect(first).toEqual(await outcomes(3));
  expect(first).not.toEqual(await outcomes(4));
  const numbers = first.map((line) => Number.parseInt(line, 10));
  expect(numbers).not.toEqual(numbers.toSorted((left, right) => left - right));
  expect(first.filter((line) => line.includes(' ')).length).toBeGreaterThan(0);
});

test('what the driver can do beyond the laws goes through the same faults', async () => {
  const { driver } = meeting('fail');
  await expect(driver.trim?.('l', 1)).rejects.toThrow(StoreUnavailableError);
  expect(driver.description.abilities).toEqual(memoryDriver().description.abilities);
  expect('claim' in driver).toBe(false);
});
