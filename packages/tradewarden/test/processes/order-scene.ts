import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  type Book,
  type Clock,
  createRunner,
  Decimal,
  Pipeline,
  type Store,
  type TradePlan,
} from '@tradewarden/core';
import { OrderJournal, placeOrder } from '@tradewarden/executor';
import { riskGate } from '@tradewarden/risk';
import { checkVenueLedger, type LatchedTime, type LedgerVerdict, samplePlan } from '@tradewarden/testing';
import { ExchangeHouse } from './exchange-house.ts';
import { openProcessStore } from './open-process-store.ts';
import { guardWithinMs, orderClock } from './order-clock.ts';

export const book: Book = { account: 'main', mode: 'paper', venue: 'sim' };
/** Of the lease of a process that is gone. */
const leaseMs = 2000;
/** Closed in reverse. */
const closers: (() => Promise<void>)[] = [];
export async function closeLines(): Promise<void> {
  for (const close of closers.splice(0).toReversed()) await close();
}

export interface OrderLine {
  readonly house: ExchangeHouse;
  readonly store: Store;
  readonly decisionId: string;
  readonly words: readonly string[];
  readonly quantity: string;
  readonly clock: Clock;
}

export interface SceneOptions {
  /** A new place in a store; default a file. */
  readonly place?: () => Promise<string>;
  /** Percent of the plan that waits at the far edge of its zone. */
  readonly farPercent?: string;
}

/** An exchange, a store on disk, and one plan that was approved and waits. */
export async function setUp({ place, farPercent = '0' }: SceneOptions = {}): Promise<OrderLine> {
  const root = mkdtempSync(join(tmpdir(), 'tradewarden-orders-'));
  const began = Date.now();
  const clock = orderClock(began);
  const location = (await place?.()) ?? join(root, 'store.db');
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
    words: [location, String(began), farPercent],
    quantity: sizing.quantity,
    clock,
  };
}

export const bought = ({ house }: OrderLine): number =>
  house.exchange.ledger.filter((entry) => entry.kind === 'accepted' && !entry.order.reduceOnly).length;

export const held = ({ house }: OrderLine): Decimal =>
  Decimal.of(house.exchange.positions()[0]?.quantity ?? '0');

/** One stop works, for all that is held, and so many targets. */
export const isGuarded = (line: OrderLine, targets: number): boolean => {
  const open = line.house.exchange.openOrders();
  const stops = open.filter(({ namespace }) => namespace === 'conditional');
  const offered = open.filter(({ namespace, side }) => namespace === 'regular' && side === 'SELL');
  return stops.length === 1 && held(line).eq(stops[0]?.quantity ?? '0') && offered.length === targets;
};

export async function judge(
  line: OrderLine,
  isOver = true,
  latches: readonly LatchedTime[] = [],
): Promise<LedgerVerdict> {
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
    until: line.clock.now(),
    protectWithinMs: guardWithinMs,
    // Nobody guards until the lease of the dead has run out and the next has begun.
    excused: deaths.map((at) => ({ from: at, to: at + leaseMs })),
    isOurs: (id) => id.startsWith('tw'),
    isOver,
    latches,
  });
}
