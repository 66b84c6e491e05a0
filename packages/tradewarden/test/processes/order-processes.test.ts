import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import {
  type Book,
  createRunner,
  Decimal,
  ExposureLedger,
  Pipeline,
  type Store,
  type TradePlan,
  TradingLatches,
} from '@tradewarden/core';
import { type ExecutionPoint, OrderJournal, placeOrder } from '@tradewarden/executor';
import { riskGate } from '@tradewarden/risk';
import { checkVenueLedger, type LedgerVerdict, samplePlan } from '@tradewarden/testing';
import { afterEach, expect, test } from 'vitest';
import { ExchangeHouse, type WireDeath } from './exchange-house.ts';
import { openProcessStore } from './open-process-store.ts';
import { guardWithinMs, orderClock } from './order-clock.ts';

const book: Book = { account: 'main', mode: 'paper', venue: 'sim' };
/** Of the lease of a process that is gone. */
const leaseMs = 10_000;
const closers: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const close of closers.splice(0).toReversed()) await close();
});

interface Line {
  readonly house: ExchangeHouse;
  readonly store: Store;
  readonly decisionId: string;
  readonly words: readonly string[];
  readonly quantity: string;
  readonly now: () => number;
}

/** An exchange, a store on disk, and one plan that was approved and waits. */
async function setUp(): Promise<Line> {
  const root = mkdtempSync(join(tmpdir(), 'tradewarden-orders-'));
  const began = Date.now();
  const clock = orderClock(began);
  const location = join(root, 'store.db');
  const store = await openProcessStore(location, clock);
  const house = new ExchangeHouse(clock);
  closers.push(
    async () => rmSync(root, { recursive: true }),
    async () => store.close(),
    async () => house.close(),
  );
  house.move('42300');
  const pipeline = Pipeline.of<TradePlan>()
    .stage(riskGate({ equity: '10000', market: 'none' }))
    .followUp(placeOrder());
  const runner = createRunner({ pipeline, store, ...book, clock });
  const { decision } = await runner.run(samplePlan());
  if (decision?.sizing === undefined) throw new Error('not approved');
  const { decisionId, sizing } = decision;
  return {
    house,
    store,
    decisionId,
    words: [location, String(began)],
    quantity: sizing.quantity,
    now: () => clock.now(),
  };
}

const bought = ({ house }: Line): number =>
  house.exchange.ledger.filter((entry) => entry.kind === 'accepted' && !entry.order.reduceOnly).length;

const held = ({ house }: Line): Decimal => Decimal.of(house.exchange.positions()[0]?.quantity ?? '0');

/** One stop works, for all that is held, and so many targets. */
const isGuarded = (line: Line, targets: number): boolean => {
  const open = line.house.exchange.openOrders();
  const stops = open.filter(({ namespace }) => namespace === 'conditional');
  const offered = open.filter(({ namespace, side }) => namespace === 'regular' && side === 'SELL');
  return stops.length === 1 && held(line).eq(stops[0]?.quantity ?? '0') && offered.length === targets;
};

async function judge(line: Line, isOver = true): Promise<LedgerVerdict> {
  const journal = new OrderJournal({ store: line.store, book });
  const journalled = await journal.find(line.decisionId);
  const { deaths, exchange, instrument } = line.house;
  return checkVenueLedger({
    ledger: exchange.ledger,
    plans: [
      {
        planId: line.decisionId,
        symbol: instrument.symbol,
        direction: 'LONG',
        quantity: line.quantity,
        legs: journalled?.plan.entries ?? [],
        expiresAt: journalled?.plan.expiresAt ?? 0,
        orders: (journalled?.orders ?? []).filter(({ facts }) =>
          facts.some(({ kind }) => kind === 'sending'),
        ),
      },
    ],
    instruments: [instrument],
    until: line.now(),
    protectWithinMs: guardWithinMs,
    // Nobody guards until the lease of the dead has run out and the next has begun.
    excused: deaths.map((at) => ({ from: at, to: at + leaseMs })),
    isOurs: (id) => id.startsWith('tw'),
    isOver,
  });
}

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
const wires: readonly WireDeath[] = [1, 2, 3, 6].flatMap((nth) => [
  { when: 'before' as const, nth },
  { when: 'after' as const, nth },
]);
const deaths: readonly (readonly [string, readonly string[], WireDeath?])[] = [
  ...points.map(([point, nth]) => [`at ${point} ${nth}`, [point, String(nth)]] as const),
  ...wires.map((wire) => [`with order ${wire.nth} on the wire, ${wire.when} it arrives`, [], wire] as const),
];

for (const [name, parameters, wire] of deaths)
  test(
    `a process is killed ${name}: one entry, all guarded, and another ends the plan`,
    { timeout: 120_000 },
    async () => {
      const line = await setUp();
      const { house, words } = line;
      const next = (): void => house.begin(words);
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

test('four processes take one plan at once: one order', { timeout: 60_000 }, async () => {
  const line = await setUp();
  for (let index = 0; index < 4; index += 1) line.house.begin(line.words);
  await line.house.until('entered', () => bought(line) > 0);
  await wait(1500);
  expect(line.house.alive).toBe(4);
  expect(bought(line)).toBe(1);
  expect((await judge(line, false)).violations).toEqual([]);
});

const halt = async ({ store, now }: Line): Promise<void> => {
  const actor = { kind: 'user', id: 'operator' } as const;
  await new TradingLatches({ store, book }).latch({
    scope: 'global',
    cause: 'operator',
    state: 'HALTED',
    reason: 'test',
    actor,
    at: now(),
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
