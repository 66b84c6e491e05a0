import { readFileSync, writeFileSync } from 'node:fs';
import { setImmediate as nextTurn } from 'node:timers/promises';
import { memoryDriver, type StoreAbility, type StoreDriver } from '@tradewarden/core';
import { driverCommit } from '../src/suites/store-bench.ts';
import type { Mutation } from './broken-store-drivers.ts';

const declaring = (driver: StoreDriver, ...abilities: readonly StoreAbility[]): Partial<StoreDriver> => ({
  description: { ...driver.description, abilities },
});

const target = (into: string, key: string): string => into + key.slice(key.lastIndexOf('/') + 1);

/** A claim in one turn, which on the memory driver is right except for what `change` does to its commit. */
const claiming =
  (
    change: (parts: {
      readonly put: { key: string; value: string };
      readonly from: string;
    }) => Parameters<typeof driverCommit>[0],
  ): Mutation =>
  (driver) => ({
    ...declaring(driver, 'trim', 'claim'),
    claim: async ({ prefix, notAfter, limit, into }) => {
      const found = (await driver.scan({ prefix, limit })).filter(({ key }) => key <= notAfter);
      await nextTurn();
      const moved = found.map(({ key, value }) => ({ put: { key: target(into, key), value }, from: key }));
      const results = await driver.commit(moved.map((parts) => driverCommit(change(parts))));
      return moved.flatMap(({ put }, index) => {
        const result = results[index];
        return result?.ok === true ? [{ ...put, version: result.version }] : [];
      });
    },
  });

/** What the copies of these tests are: texts that {@link openTextCopy} reads. */
const copying =
  (write: (driver: StoreDriver, file: string) => Promise<void>): Mutation =>
  (driver) => ({ ...declaring(driver, 'trim', 'backup'), backup: async (file) => write(driver, file) });

const keysCopied = ['first', 'x', 'y'];

async function copyWith(driver: StoreDriver, file: string, between: () => Promise<void>): Promise<void> {
  const [n = 0] = await driver.counters(['n']);
  const log = await driver.read('l', { after: 0, limit: 10_000 });
  const entries: unknown[] = [];
  for (const key of keysCopied) {
    entries.push((await driver.get([key]))[0]);
    await between();
  }
  writeFileSync(file, JSON.stringify({ n, log, entries }));
}

export async function openTextCopy(file: string): Promise<StoreDriver> {
  const { n, log, entries } = JSON.parse(readFileSync(file, 'utf8')) as {
    readonly n: number;
    readonly log: readonly { readonly value: string }[];
    readonly entries: readonly ({ readonly key: string; readonly value: string } | null)[];
  };
  const driver = memoryDriver();
  const puts = entries.flatMap((entry) => (entry === null ? [] : [{ key: entry.key, value: entry.value }]));
  const appends = log.map(({ value }) => ({ log: 'l', value }));
  await driver.commit([driverCommit({ puts, appends, adds: [{ counter: 'n', delta: n }] })]);
  return driver;
}

const listeners = new Set<() => void>();

/** Mistakes in what a driver can do beyond the laws. */
export const brokenAbilities: readonly (readonly [string, RegExp, Mutation])[] = [
  ['an ability is declared and not there', /^A0 /, (driver) => declaring(driver, 'trim', 'watch')],
  ['an ability is there and not declared', /^A0 /, (driver) => declaring(driver)],
  [
    'a claim takes what another one has taken',
    /^A1 of three handles/,
    claiming(({ put }) => ({ puts: [put] })),
  ],
  ['a claim leaves a copy behind', /^A1 a claim moves/, claiming(({ put }) => ({ puts: [put] }))],
  [
    'a claim overwrites the place that it moves to',
    /^A1 (a claim leaves|random)/,
    claiming(({ put, from }) => ({ puts: [put], deletes: [from] })),
  ],
  [
    'a claim ignores where to stop',
    /^A1 random/,
    (driver) => ({
      ...declaring(driver, 'trim', 'claim'),
      claim: async (query) => {
        const correct = claiming(({ put, from }) => ({
          checks: [{ key: put.key, version: 0 }],
          puts: [put],
          deletes: [from],
        }));
        return (await correct(driver).claim?.({ ...query, notAfter: `${query.prefix}~` })) ?? [];
      },
    }),
  ],
  [
    'trimming forgets one entry more',
    /^A2 /,
    (driver) => ({ trim: async (log, upTo) => driver.trim?.(log, upTo + 1) }),
  ],
  ['trimming does nothing', /^A2 /, () => ({ trim: async () => {} })],
  [
    'the head of a trimmed log starts at 1',
    /^A2 /,
    (driver) => ({ head: async (log) => ({ ...(await driver.head(log)), first: 1 }) }),
  ],
  [
    'hints come after they were given up',
    /^A3 /,
    (driver) => ({
      ...declaring(driver, 'trim', 'watch'),
      watch: (wake) => {
        listeners.add(wake);
        return () => {};
      },
      commit: async (batch) => {
        for (const wake of listeners) wake();
        return driver.commit(batch);
      },
    }),
  ],
  [
    'a copy is made key by key',
    /^A4 a copy is one moment/,
    copying((driver, file) => copyWith(driver, file, nextTurn)),
  ],
  [
    'a copy replaces a file',
    /^A4 a copy never/,
    copying((driver, file) => copyWith(driver, file, async () => {})),
  ],
];
