import { counterKey, type LatchScope, memoryStore, type Store } from '@tradewarden/core';
import type { OpenCause } from '@tradewarden/core/latch';
import { beforeEach, expect, test } from 'vitest';
import { breakerKeeper } from './breaker-keeper.ts';
import { equityStateKey, untrustedKey } from './equity-state.ts';
import { outcomeStateKey } from './outcome-state.ts';
import { repeatCounter, repeatKey } from './tally.ts';

const book = { account: 'main', mode: 'paper' } as const;
const now = Date.parse('2025-10-10T12:00:00Z');
const dayMs = 86_400_000;
const day = { start: '2025-10-10', unit: '1', equity: '10000' };
const week = { ...day, start: '2025-10-06' };
/** Half of everything is lost. */
const state = {
  equity: '5000',
  netDeposits: '0',
  at: now,
  unit: '0.5',
  highWater: '1',
  day,
  week,
  reduced: true,
  beyond: { 'daily-loss': 2 },
};

let store: Store = memoryStore();
const keeper = breakerKeeper();
beforeEach(async () => {
  store = memoryStore();
  await store.commit({ puts: [{ key: equityStateKey(book), value: state }] });
});
function open(cause: string, later = 0, scope: LatchScope = 'account'): OpenCause {
  const actor = { kind: 'process', id: 'equity-watch' } as const;
  const latched = { cause, state: 'REDUCING', reason: 'test', actor, at: now } as const;
  const latch = { scope, state: 'REDUCING', causes: [latched], version: 1 } as const;
  return { ...book, store, latch, cause: latched, now: now + later };
}
const released = async (...causes: readonly OpenCause[]) => (await keeper.onRelease?.(causes)) ?? [];
const written = async (...causes: readonly OpenCause[]) =>
  (await released(...causes)).flatMap(({ puts = [] }) => puts);

test('a loss holds until its day or week is over, a drawdown always, and nothing of others', async () => {
  expect(await keeper.stillHolds(open('daily-loss'))).toBe('loss of the day 50 %, limit 3 %');
  expect(await keeper.stillHolds(open('daily-loss', dayMs))).toBeUndefined();
  expect(await keeper.stillHolds(open('weekly-loss', dayMs))).toBe('loss of the week 50 %, limit 6 %');
  expect(await keeper.stillHolds(open('weekly-loss', 7 * dayMs))).toBeUndefined();
  expect(await keeper.stillHolds(open('drawdown', 7 * dayMs))).toMatch(/^drawdown 50 %/);
  expect(await keeper.stillHolds(open('operator'))).toBeUndefined();
  await store.commit({ puts: [{ key: equityStateKey(book), value: { ...state, unit: '1' } }] });
  expect(await keeper.stillHolds(open('daily-loss'))).toBeUndefined();
});

test('an equity that is not trusted holds while the doubt stands', async () => {
  expect(await keeper.stillHolds(open('equity-unknown'))).toBeUndefined();
  await store.commit({ puts: [{ key: untrustedKey(book), value: { since: 1, reason: 'x' } }] });
  expect(await keeper.stillHolds(open('equity-unknown'))).toBe('the equity cannot be trusted yet');
});

test('a day, a week and a drawdown begin anew apart from each other', async () => {
  const anew = { unit: '0.5', equity: '5000' };
  const base = { ...state, beyond: {} };
  const put = (value: object) => [{ key: equityStateKey(book), value }];
  expect(await written(open('daily-loss'))).toEqual(put({ ...base, day: { ...day, ...anew } }));
  expect(await written(open('weekly-loss'))).toEqual(put({ ...base, week: { ...week, ...anew } }));
  expect(await written(open('operator'), open('drawdown'))).toEqual(
    put({
      ...base,
      highWater: '0.5',
      reduced: false,
      day: { ...day, ...anew },
      week: { ...week, ...anew },
    }),
  );
  const version = (await store.get([equityStateKey(book)]))[0]?.version;
  expect((await released(open('daily-loss')))[0]?.checks).toEqual([{ key: equityStateKey(book), version }]);
});

test('losses in a row begin at none, and cooldowns run on', async () => {
  const key = outcomeStateKey(book);
  expect(await released(open('loss-streak'))).toEqual([
    { checks: [{ key, version: 0 }], puts: [{ key, value: { losses: 0, cooldowns: [] } }] },
  ]);
  const cooldowns = [{ scope: 'all', until: now, why: 'loss' }];
  await store.commit({ puts: [{ key, value: { losses: 4, cooldowns } }] });
  expect(await written(open('loss-streak'))).toEqual([{ key, value: { losses: 0, cooldowns } }]);
});

test('a source begins anew at the count of its approvals', async () => {
  const key = repeatKey(book, 'scanner');
  const counter = counterKey(book, repeatCounter('scanner'));
  const repeated = open('repeated-execution', 0, { source: 'scanner' });
  expect(await written(repeated)).toEqual([{ key, value: { base: 0 } }]);
  await store.commit({
    checks: [{ key: 'main/fence', version: 0 }],
    puts: [{ key: 'main/fence', value: 1 }],
    adds: [{ counter, delta: 7 }],
  });
  expect(await written(repeated)).toEqual([{ key, value: { base: 7 } }]);
  await store.commit({ puts: [{ key, value: { base: 'seven' } }] });
  await expect(written(repeated)).rejects.toThrow(`${key} cannot be read`);
});

test('nothing is written for causes of others, at other scopes, or over what cannot be read', async () => {
  expect(await released()).toEqual([]);
  expect(await released(open('operator'))).toEqual([]);
  expect(await released(open('repeated-execution'))).toEqual([]);
  for (const cause of ['daily-loss', 'loss-streak', 'repeated-execution'])
    expect(await released(open(cause, 0, { symbol: 'BTC/USDT' }))).toEqual([]);
  expect(await released(open('operator', 0, { source: 'scanner' }))).toEqual([]);
  await store.commit({ puts: [{ key: equityStateKey(book), value: 'broken' }] });
  expect(await keeper.stillHolds(open('daily-loss'))).toBeUndefined();
  expect(await released(open('daily-loss'))).toEqual([]);
});
