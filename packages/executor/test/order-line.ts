import {
  type Book,
  type Candle,
  createRunner,
  type Decision,
  defaultInstrument,
  ExposureLedger,
  type Instrument,
  type MarketData,
  memoryStore,
  Pipeline,
  type Store,
  type TradePlan,
  TradingLatches,
  VirtualClock,
} from '@tradewarden/core';
import type { Venue } from '@tradewarden/core/venue';
import { riskGate } from '@tradewarden/risk';
import { samplePlan } from '@tradewarden/testing';
import {
  Exchange,
  exchangeVenue,
  type FaultPlan,
  type LedgerEntry,
  Wire,
} from '@tradewarden/venue-sim/exchange';
import { TradeExecutor, type TradeExecutorOptions } from '../src/trade-executor.ts';
import { placeOrder } from '../src/place-order.ts';

const minute = 60_000;
const symbol = 'BTC/USDT';
/** Their prices are where those of the first were when its bar ended. */
const others = ['ETH/USDT', 'SOL/USDT'];

export const prices = (
  open: string,
  high: string,
  low: string,
  close: string,
): Omit<Candle, 'time' | 'volume'> => ({ open, high, low, close });

export interface OrderTestLine {
  readonly store: Store;
  readonly clock: VirtualClock;
  readonly book: Book;
  readonly exchange: Exchange;
  readonly instruments: readonly Instrument[];
  readonly ledger: ExposureLedger;
  readonly venue: (faults?: FaultPlan, market?: MarketData) => Venue;
  /** Another process over the same store and exchange, but for the changes. */
  readonly executor: (changes?: Partial<TradeExecutorOptions>) => TradeExecutor;
  /** A decision, whatever it is. */
  readonly decide: (plan?: Partial<TradePlan>) => Promise<Decision | undefined>;
  readonly approve: (plan?: Partial<TradePlan>) => Promise<Decision>;
  /** Walks the next minute, or another time; `react` runs wherever something happens, and at the end. */
  readonly bar: (
    candle: Omit<Candle, 'time' | 'volume'>,
    react?: () => Promise<unknown>,
    lengthMs?: number,
  ) => Promise<void>;
  /** States that are latched. */
  readonly latched: () => Promise<readonly string[]>;
  readonly entries: <Kind extends LedgerEntry['kind']>(
    kind: Kind,
  ) => readonly Extract<LedgerEntry, { readonly kind: Kind }>[];
}

export interface OrderLineOptions {
  readonly store?: (clock: VirtualClock) => Store;
  readonly participation?: string;
  readonly equity?: string;
  /** What an exchange allows that would take an id a second time: a second send then shows as a second order. */
  readonly idReuse?: 'never' | 'after-end';
  /** Default `paper`. */
  readonly mode?: 'dry-run' | 'paper';
  /** More than one plan at a time, of one symbol or of several, as large as their stops allow. */
  readonly severalPlans?: boolean;
}

/** A gate, a store and an exchange around executors of single orders. */
export function orderLine({
  store: makeStore,
  participation,
  equity = '10000',
  idReuse = 'never',
  mode = 'paper',
  severalPlans = false,
}: OrderLineOptions = {}): OrderTestLine {
  const { createdAt } = samplePlan();
  const clock = new VirtualClock(createdAt);
  const store = makeStore?.(clock) ?? memoryStore({ clock });
  const instruments = [symbol, ...others].map(defaultInstrument);
  const exchange = new Exchange({
    instruments,
    deposits: { USDT: '1000000' },
    idReuse,
    ...(participation === undefined ? {} : { participation }),
  });
  exchange.advanceTo(createdAt);
  const wire = new Wire();
  const venue = (faults?: FaultPlan, market?: MarketData): Venue =>
    exchangeVenue(exchange, {
      clock,
      wire,
      ...(faults === undefined ? {} : { faults }),
      ...(market === undefined ? {} : { market }),
    });
  const book: Book = { account: 'main', mode, venue: 'sim' };
  const limits = { 'exposure.asset': 'unlimited', 'exposure.total': 'unlimited' } as const;
  const free = severalPlans ? { limits, without: ['repeat.signal'] } : {};
  const gate = riskGate({ equity, market: 'none', ...free });
  const pipeline = Pipeline.of<TradePlan>().stage(gate).followUp(placeOrder());
  const runner = createRunner({ pipeline, store, account: 'main', mode, venue: 'sim', clock });
  let time = createdAt;
  return {
    store,
    clock,
    book,
    exchange,
    instruments,
    ledger: new ExposureLedger({ store, book }),
    venue,
    executor: (changes = {}) =>
      new TradeExecutor({ store, account: 'main', mode, clock, venue: venue(), ...changes }),
    decide: async (plan = {}) => (await runner.run(samplePlan(plan))).decision,
    approve: async (plan = {}) => {
      const { decision } = await runner.run(samplePlan(plan));
      if (decision === undefined || decision.verdict === 'rejected')
        throw new Error(
          `not approved: ${JSON.stringify(decision?.rules.filter(({ status }) => status === 'fail'))}`,
        );
      return decision;
    },
    bar: async (candle, react, lengthMs = minute) => {
      const walk = exchange.bar(symbol, { time, ...candle, volume: '1000' }, lengthMs);
      for (const _ of walk) {
        clock.moveTo(exchange.now);
        await react?.();
      }
      time += lengthMs;
      for (const other of severalPlans ? others : [])
        exchange.quote(other, { bid: candle.close, ask: candle.close }, time);
      clock.moveTo(time);
      await react?.();
    },
    latched: async () => {
      const latches = await new TradingLatches({ store, book }).list();
      return latches.map(({ state }) => state);
    },
    entries: <Kind extends LedgerEntry['kind']>(kind: Kind) =>
      exchange.ledger.filter(
        (entry): entry is Extract<LedgerEntry, { readonly kind: Kind }> => entry.kind === kind,
      ),
  };
}
