import { setTimeout as wait } from 'node:timers/promises';
import { ExposureLedger, TradingLatches } from '@tradewarden/core';
import type { ExecutionPoint } from '@tradewarden/executor';
import { afterEach, describe, expect, test } from 'vitest';
import { chosen } from './chosen.ts';
import type { WireDeath } from './exchange-house.ts';
import { book, bought, closeLines, isGuarded, judge, type OrderLine, setUp } from './order-scene.ts';
import { processEngines } from './process-engines.ts';

afterEach(closeLines);

const points: readonly (readonly [ExecutionPoint, number])[] = [
  ['armed', 1],
  ['sending', 1],
  ['sending', 2],
  ['sending', 3],
  ['sending', 6],
  ['answered', 1],
  ['answered', 2],
  ['answered', 6],
  ['read', 2],
  ['recorded', 1],
  ['recorded', 2],
  ['cancelling', 1],
  ['cancelled', 1],
  ['ended', 1],
];
const sides = ['before', 'after'] as const;
const wires: readonly WireDeath[] = sides.flatMap((when) => [
  ...[1, 2, 3, 6].map((nth) => ({ when, nth })),
  { when, nth: 1, method: 'cancel' },
]);
const deaths: readonly (readonly [string, readonly string[], WireDeath | undefined])[] = [
  ...points.map(([point, nth]) => [`at ${point} ${nth}`, [point, String(nth)], undefined] as const),
  ...wires.map(
    (wire) =>
      [`with ${wire.method ?? 'submit'} ${wire.nth} on the wire, ${wire.when} it arrives`, [], wire] as const,
  ),
];

const { engines } = processEngines();

describe.each(engines)('on %s', (engine, place) => {
  test.each(chosen(deaths, engine === 'SQLite' ? deaths.length : 3))(
    'a process is killed %s: one entry, all guarded, and another ends the plan',
    { timeout: 120_000 },
    async (_, parameters, wire) => {
      const line = await setUp({ place });
      const { house, words } = line;
      const next = (): void => void house.begin(words);
      house.begin([...words, ...parameters], wire);
      await house.until('entered', () => bought(line) > 0, next);
      house.move('42100');
      await house.until('guarded', () => isGuarded(line, 3), next);
      house.move('42850');
      await house.until('guarded again', () => isGuarded(line, 2), next);
      house.move('44300');
      const ledger = new ExposureLedger({ store: line.store, book });
      let state: string | undefined;
      const look = async (): Promise<void> => void (state = (await ledger.find(line.decisionId))?.state);
      await house.until(
        'closed',
        () => {
          void look();
          return state === 'closed';
        },
        next,
      );
      const { violations } = await judge(line);
      expect(violations).toEqual([]);
      expect(bought(line)).toBe(1);
      expect(house.deaths).toHaveLength(1);
      expect(house.complaints.join('')).toBe('');
    },
  );
});

test('four processes take one plan at once: one order', { timeout: 60_000 }, async () => {
  const line = await setUp();
  for (let index = 0; index < 4; index += 1) line.house.begin(line.words);
  await line.house.until('entered', () => bought(line) > 0);
  await wait(1500);
  expect(line.house.alive).toBe(4);
  expect(bought(line)).toBe(1);
  expect((await judge(line, false)).violations).toEqual([]);
});

const halt = async ({ store, clock }: OrderLine): Promise<void> => {
  const actor = { kind: 'user', id: 'operator' } as const;
  await new TradingLatches({ store, book }).latch({
    scope: 'global',
    cause: 'operator',
    state: 'HALTED',
    reason: 'test',
    actor,
    at: clock.now(),
  });
};

test('halted by another process: no entry of any that begins later', { timeout: 60_000 }, async () => {
  const line = await setUp();
  await halt(line);
  for (let index = 0; index < 2; index += 1) line.house.begin(line.words);
  await wait(3000);
  expect(line.house.alive).toBe(2);
  expect(bought(line)).toBe(0);
});

test(
  'halted by another process: the entry that works is taken back, and none follows',
  { timeout: 60_000 },
  async () => {
    const line = await setUp();
    line.house.begin(line.words);
    await line.house.until('entered', () => bought(line) > 0);
    await halt(line);
    await line.house.until('taken back', () => line.house.exchange.openOrders().length === 0);
    line.house.begin(line.words);
    await wait(3000);
    expect(bought(line)).toBe(1);
    expect(line.house.exchange.openOrders()).toEqual([]);
  },
);
