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
import { samplePlan } from '@tradewarden/testing';
import { venueSim } from '@tradewarden/venue-sim';
import { placeOrder } from '../src/place-order.ts';
import { TradeExecutor } from '../src/trade-executor.ts';

const hour = 3_600_000;

export const bar = (
  open: string,
  high: string,
  low: string,
  close: string,
): Omit<Candle, 'time' | 'volume'> => ({ open, high, low, close });

export interface Line {
  readonly store: Store;
  readonly venue: Venue;
  readonly clock: VirtualClock;
  readonly book: Book;
  readonly ledger: ExposureLedger;
  readonly mode: 'paper' | 'dry-run';
  readonly executor: () => TradeExecutor;
  readonly approve: (plan?: TradePlan) => Promise<Decision>;
  /** Gives the venue the next hour; by default the clock moves with it. */
  readonly bar: (prices: Omit<Candle, 'time' | 'volume'>, move?: boolean) => void;
  readonly submits: () => number;
  /** Different orders that the venue took. */
  readonly orders: () => number;
  readonly loseAnswers: (count: number) => void;
}

/** A gate, a store and a simulated venue around executors. */
export async function setUp(mode: 'paper' | 'dry-run' = 'paper'): Promise<Line> {
  const { createdAt } = samplePlan();
  const clock = new VirtualClock(createdAt);
  const store = memoryStore({ clock });
  const sim = venueSim.create({}, { clock });
  const submit = sim.submit.bind(sim);
  const ids = new Set<string>();
  let [submits, lose] = [0, 0];
  sim.submit = async (order, signal) => {
    const outcome = await submit(order, signal);
    submits += 1;
    ids.add(order.clientOrderId);
    if (lose === 0) return outcome;
    lose -= 1;
    return { status: 'unknown', reason: 'the answer was lost' };
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
    mode,
    executor: () => new TradeExecutor({ store, venue: sim, account: 'main', mode, clock }),
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
    loseAnswers: (count) => {
      lose = count;
    },
  };
}

/** An executor that dies after the n-th commit or venue call: what was done stays done, nothing follows. */
export function faulty(line: Line, at: number): { readonly executor: TradeExecutor } {
  let count = 0;
  const dying = async <T>(work: () => Promise<T>): Promise<T> => {
    if (count >= at) throw new Error('the process is gone');
    count += 1;
    const result = await work();
    if (count >= at) throw new Error('the process is gone');
    return result;
  };
  const store: Store = {
    ...line.store,
    description: line.store.description,
    commit: (commit) => dying(() => line.store.commit(commit)),
    get: line.store.get.bind(line.store),
    counters: line.store.counters.bind(line.store),
    scan: line.store.scan.bind(line.store),
    read: line.store.read.bind(line.store),
    head: line.store.head.bind(line.store),
    now: line.store.now.bind(line.store),
    close: line.store.close.bind(line.store),
  };
  const venue: Venue = {
    ...line.venue,
    submit: (order, signal) => dying(() => line.venue.submit(order, signal)),
  };
  return {
    executor: new TradeExecutor({ store, venue, account: 'main', mode: line.mode, clock: line.clock }),
  };
}
