import {
  createRunner,
  defaultInstrument,
  type Decision,
  Pipeline,
  type Runner,
  type Store,
  type TradePlan,
  type VirtualClock,
} from '@tradewarden/core';
import type { Venue } from '@tradewarden/core/venue';
import { placeOrder, TradeExecutor } from '@tradewarden/executor';
import { riskGate } from '@tradewarden/risk';
import { samplePlan } from '@tradewarden/testing';
import { Exchange, exchangeVenue } from '@tradewarden/venue-sim/exchange';

export interface TradingLine {
  readonly exchange: Exchange;
  readonly venue: Venue;
  readonly runner: Runner;
  /** Another process over the same store and exchange. */
  readonly executor: (venue?: Venue) => TradeExecutor;
  readonly approve: (changes: Partial<TradePlan>) => Promise<Decision>;
}

const unlimited = {
  'exposure.total': 'unlimited',
  'exposure.asset': 'unlimited',
  'margin.total': 'unlimited',
  'heat.total': 'unlimited',
  'positions.max': 'unlimited',
  'rate.decisionsPerMinute': 'unlimited',
  'repeat.max': 'unlimited',
  'rewardToRisk.min': '0',
} as const;

/** From a plan to its orders at an exchange in memory, without caps that would end a bench. */
export function tradingLine(store: Store, clock: VirtualClock, symbols: readonly string[]): TradingLine {
  const exchange = new Exchange({
    instruments: symbols.map((symbol) => defaultInstrument(symbol)),
    deposits: { USDT: '1000000000' },
    leverage: '100',
    maximumOrders: { regular: 1000, conditional: 100 },
  });
  exchange.advanceTo(clock.now());
  const venue = exchangeVenue(exchange, { clock });
  const book = { account: 'main', mode: 'paper' } as const;
  const gate = riskGate({ equity: '10000', market: 'none', limits: unlimited });
  const pipeline = Pipeline.of<TradePlan>().stage(gate).followUp(placeOrder());
  const runner = createRunner({ pipeline, store, ...book, venue: venue.id, clock });
  return {
    exchange,
    venue,
    runner,
    executor: (at = venue) => new TradeExecutor({ store, venue: at, ...book, clock }),
    approve: async (changes) => {
      const { decision } = await runner.run(samplePlan(changes));
      if (decision === undefined || decision.verdict === 'rejected')
        throw new Error(
          `not approved: ${JSON.stringify(decision?.rules.filter(({ status }) => status === 'fail'))}`,
        );
      return decision;
    },
  };
}
