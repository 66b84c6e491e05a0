import type { CommitResult, DriverCommit, StoreDriver, StoredEntry } from '@tradewarden/core';
import { setImmediate as nextTurn } from 'node:timers/promises';
import { overriddenDriver } from '../src/fakes/overridden-store.ts';

export type Mutation = (driver: StoreDriver) => Partial<StoreDriver>;

const changedCommits =
  (change: (commit: DriverCommit) => DriverCommit): Mutation =>
  (driver) => ({ commit: async (batch) => driver.commit(batch.map(change)) });

const refused = ({ ok }: CommitResult): boolean => !ok;

const nothing: DriverCommit = { checks: [], adds: [], puts: [], deletes: [], appends: [] };

/** Values as JSON.parse and JSON.stringify leave them. */
const printedAgain = ({ key, value, version }: StoredEntry): StoredEntry => ({
  key,
  value: JSON.stringify(JSON.parse(value)),
  version,
});

let opened = 0;

/** One mistake each that an author of a driver could make, and the law that must catch it. */
export const brokenDrivers: readonly (readonly [string, RegExp, Mutation])[] = [
  [
    'a failed commit still appends',
    /^L1 /,
    (driver) => ({
      commit: async (batch) => {
        const results = await driver.commit(batch);
        const leaked = batch.flatMap(({ appends }, index) => (results[index]?.ok === false ? appends : []));
        await driver.commit([{ ...nothing, appends: leaked }]);
        return results;
      },
    }),
  ],
  [
    'checks are tested, then applied a turn later',
    /^L2 /,
    (driver) => ({
      commit: async (batch) => {
        const results: CommitResult[] = [];
        for (const commit of batch) {
          const [tested] = await driver.commit([{ ...nothing, checks: commit.checks }]);
          await nextTurn();
          results.push(
            ...(tested?.ok ? await driver.commit([{ ...commit, checks: [] }]) : (tested && [tested]) || []),
          );
        }
        return results;
      },
    }),
  ],
  [
    'checks for absence are skipped',
    /^L3 /,
    changedCommits((commit) => ({
      ...commit,
      checks: commit.checks.filter(({ version }) => version !== 0),
    })),
  ],
  [
    'a put of an equal value keeps the version',
    /^L3 /,
    (driver) => ({
      commit: async (batch) => {
        const [commit] = batch;
        const entries = await driver.get(commit?.puts.map(({ key }) => key) ?? []);
        const same =
          entries.length > 0 && entries.every((entry, index) => entry?.value === commit?.puts[index]?.value);
        const results = await driver.commit(batch);
        return same ? results.map((result) => ({ ...result, version: entries[0]?.version ?? 0 })) : results;
      },
    }),
  ],
  [
    'upper bounds are exclusive',
    /^L4 /,
    changedCommits((commit) => ({
      ...commit,
      adds: commit.adds.map((add) => (add.max === undefined ? add : { ...add, max: add.max - 1 })),
    })),
  ],
  [
    'lower bounds are forgotten',
    /^L4 /,
    changedCommits((commit) => ({
      ...commit,
      adds: commit.adds.map(({ counter, delta, max }) => ({
        counter,
        delta,
        ...(max === undefined ? {} : { max }),
      })),
    })),
  ],
  [
    'adds do not accumulate',
    /^L4 /,
    changedCommits((commit) => ({
      ...commit,
      adds: [...new Map(commit.adds.map((add) => [add.counter, add])).values()],
    })),
  ],
  [
    'counters go through single precision text',
    /^L4 /,
    (driver) => ({
      counters: async (names) => (await driver.counters(names)).map((value) => Number(value.toPrecision(14))),
    }),
  ],
  [
    'a log read includes its start',
    /^L6 /,
    (driver) => ({
      read: async (log, { after, limit }) => driver.read(log, { after: Math.max(0, after - 1), limit }),
    }),
  ],
  [
    'several keys are read one after the other',
    /^L7 /,
    (driver) => ({
      get: async (keys) => {
        const entries: (StoredEntry | null)[] = [];
        for (const key of keys) {
          entries.push(...(await driver.get([key])));
          await nextTurn();
        }
        return entries;
      },
    }),
  ],
  [
    'times to live are ignored',
    /^L10 /,
    changedCommits((commit) => ({
      ...commit,
      puts: commit.puts.map(({ key, value }) => ({ key, value })),
    })),
  ],
  [
    'times to live end a millisecond late',
    /^L10 /,
    changedCommits((commit) => ({
      ...commit,
      puts: commit.puts.map((put) => (put.ttlMs === undefined ? put : { ...put, ttlMs: put.ttlMs + 1 })),
    })),
  ],
  [
    'a scan includes its start',
    /^L11 /,
    (driver) => ({
      scan: async ({ prefix, after, limit }) => {
        const [start] = after?.startsWith(prefix) === true ? await driver.get([after]) : [];
        const rest = await driver.scan(after === undefined ? { prefix, limit } : { prefix, after, limit });
        return start == null ? rest : [start, ...rest].slice(0, limit);
      },
    }),
  ],
  [
    'a scan ignores the case of keys',
    /^L11 /,
    (driver) => ({
      scan: async (query) =>
        (await driver.scan(query)).toSorted((a, b) => a.key.toLowerCase().localeCompare(b.key.toLowerCase())),
    }),
  ],
  [
    'a scan gives a thousand entries at most',
    /^L11 /,
    (driver) => ({
      scan: async (query) => driver.scan({ ...query, limit: Math.min(query.limit, 1000) }),
    }),
  ],
  [
    'a handle keeps what it has read until it writes',
    /^L1-L14 /,
    (driver) => {
      const kept = new Map<string, StoredEntry | null>();
      return {
        get: async (keys) => {
          const missing = keys.filter((key) => !kept.has(key));
          for (const [index, entry] of (await driver.get(missing)).entries())
            kept.set(missing[index] ?? '', entry);
          return keys.map((key) => kept.get(key) ?? null);
        },
        commit: async (batch) => {
          kept.clear();
          return driver.commit(batch);
        },
      };
    },
  ],
  [
    'a handle that was opened later waits for the others',
    /^L9 /,
    (driver) => {
      opened += 1;
      const turns = opened % 3 === 0 ? 20 : 0;
      return {
        commit: async (batch) => {
          for (let turn = 0; turn < turns; turn += 1) await nextTurn();
          return driver.commit(batch);
        },
      };
    },
  ],
  [
    'values are parsed and printed again',
    /^L12 /,
    (driver) => ({
      get: async (keys) => (await driver.get(keys)).map((entry) => entry && printedAgain(entry)),
    }),
  ],
  [
    'one refusal refuses the batch',
    /^L14 /,
    (driver) => ({
      commit: async (batch) => {
        const tested = await driver.commit(batch.map((commit) => ({ ...nothing, checks: commit.checks })));
        const failure = tested.find(refused);
        return failure === undefined ? driver.commit(batch) : batch.map(() => failure);
      },
    }),
  ],
];

/** `driver` with the mistake built in. */
export const withMistake = (driver: StoreDriver, mutate: Mutation): StoreDriver =>
  overriddenDriver(driver, mutate(driver));
