import { memoryDriver, type StoreDriver, VirtualClock } from '@tradewarden/core';
import { describe, expect, test } from 'vitest';
import { storeSuite } from '../src/suites/store-suite.ts';
import { brokenAbilities, openTextCopy } from './broken-abilities.ts';
import { brokenDrivers, type Mutation, withMistake } from './broken-store-drivers.ts';

/** The names of the cases that fail for a driver, of those that are called like `law`. */
async function failuresOf(mutate: Mutation, durable: boolean, law = /^/): Promise<readonly string[]> {
  const clock = new VirtualClock(0);
  const stores = new Map<string, StoreDriver>();
  const open = async (name: string): Promise<StoreDriver> => {
    const driver = stores.get(name) ?? memoryDriver({ clock });
    stores.set(name, driver);
    return withMistake(driver, mutate);
  };
  const cases: { readonly name: string; readonly run: () => Promise<void> }[] = [];
  storeSuite((name, run) => cases.push({ name, run }), { open, openCopy: openTextCopy, clock, durable });
  const failed: string[] = [];
  for (const { name, run } of cases.filter((one) => law.test(one.name))) {
    const failure = await run().then(
      () => undefined,
      (error: unknown) => error,
    );
    if (failure !== undefined) failed.push(name);
  }
  return failed;
}

describe('the store suite catches broken drivers', () => {
  test('and lets the right one pass', async () => {
    expect(await failuresOf(() => ({}), false)).toEqual([]);
  });

  test.each([...brokenDrivers, ...brokenAbilities])('%s', async (_name, law, mutate) => {
    expect(await failuresOf(mutate, false, law)).not.toEqual([]);
  });

  test('a store that forgets what it said it keeps', async () => {
    expect(await failuresOf(() => ({}), true, /^L8 /)).not.toEqual([]);
  });
});
