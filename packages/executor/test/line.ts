import {
  type Book,
  type Candle,
  createRunner,
  type Decision,
  ExposureLedger,
  memoryStore,
  Pipeline,
  type Store,
  type TradePlan,
  type Venue,
  VirtualClock,
} from '@tradewarden/core';
import { riskGate } from '@tradewarden/risk';
import { overriddenStore, samplePlan } from '@tradewarden/testing';
import { venueSim } from '@tradewarden/venue-sim';
import { placeOrder } from '../src/place-order.ts';
import { TradeExecutor, type TradeExecutorOptions } from '../src/trade-executor.ts';

const hour = 3_600_000;

export const bar = (
  open: string,
  high: string,
  low: string,
  close: string,
): Omit<Candle, 'time' | 'volume'> => ({ open, high, low, close });

type ExecutorChanges = Partial<Omit<TradeExecutorOptions, 'venue'>> & { readonly venue?: Partial<Venue> };

export interface Line {
  readonly store: Store;
  readonly venue: Venue;
  readonly clock: VirtualClock;
  readonly book: Book;
  readonly ledger: ExposureLedger;
  /** Another process over the same store and venue, but for the changes. */
  readonly executor: (changes?: ExecutorChanges) => TradeExecutor;
  readonly approve: (plan?: TradePlan) => Promise<Decision>;
  /** Gives the venue the next hour; by default the clock moves with it. */
  readonly bar: (prices: Omit<Candle, 'time' | 'volume'>, move?: boolean) => void;
  readonly submits: () => number;
  /** Different orders that the venue took. */
  readonly orders: () => number;
}

/** A gate, a store and a simulated venue around executors. */
export async function setUp(mode: 'paper' | 'dry-run' = 'paper'): Promise<Line> {
  const { createdAt } = samplePlan();
  const clock = new VirtualClock(createdAt);
  const store = memoryStore({ clock });
  const sim = venueSim.create({}, { clock });
  const submit = sim.submit.bind(sim);
  const ids = new Set<string>();
  let submits = 0;
  sim.submit = async (order, signal) => {
    const outcome = await submit(order, signal);
    submits += 1;
    ids.add(order.clientOrderId);
    return outcome;
  };
  const book: Book = { account: 'main', mode, venue: sim.id };
  const gate = riskGate({ equity: '10000', market: 'none' });
  const pipeline = Pipeline.of<TradePlan>().stage(gate).followUp(placeOrder());
  const runner = createRunner({ pipeline, store, account: 'main', mode, venue: sim.id, clock });
  let bars = 0;
  return {
    store,
    venue: sim,
    clock,
    book,
    ledger: new ExposureLedger({ store, book }),
    executor: ({ venue, ...changes } = {}) =>
      new TradeExecutor({ store, account: 'main', mode, clock, venue: { ...sim, ...venue }, ...changes }),
    approve: async (plan = samplePlan()) => {
      const { decision } = await runner.run(plan);
      if (decision === undefined || decision.verdict === 'rejected') throw new Error('not approved');
      return decision;
    },
    bar: (prices, move = true) => {
      sim.onCandle('BTC/USDT', { time: createdAt + bars * hour, ...prices, volume: '1' }, hour, '0.1');
      bars += 1;
      if (move) clock.advance(hour);
    },
    submits: () => submits,
    orders: () => ids.size,
  };
}

/** An executor that dies after the n-th commit or venue call: what was done stays done, nothing follows. */
export function faulty(line: Line, at: number): TradeExecutor {
  let count = 0;
  const dying = async <T>(work: () => Promise<T>): Promise<T> => {
    if (count >= at) throw new Error('the process is gone');
    count += 1;
    const result = await work();
    if (count >= at) throw new Error('the process is gone');
    return result;
  };
  return line.executor({
    store: overriddenStore(line.store, { commit: (commit) => dying(() => line.store.commit(commit)) }),
    venue: { submit: (order, signal) => dying(() => line.venue.submit(order, signal)) },
  });
}
