import {
  createRunner,
  liveReservations,
  Pipeline,
  reservations,
  type Runner,
  type Store,
  type TradePlan,
  TradingLatches,
  type VirtualClock,
} from '@tradewarden/core';
import { placeOrder, TradeExecutor } from '@tradewarden/executor';
import { EquityWatch, type LimitOverrides, outcomeGuard, riskGate } from '@tradewarden/risk';
import type { RecordedMarket, SimVenue } from '@tradewarden/venue-sim';

/** No cap on notional or margin, 10 % of heat, one reading confirms: what is left to stop trading are the breakers. */
const liquidationLimits: LimitOverrides = {
  'risk.perTrade': '0.007',
  'exposure.asset': 'unlimited',
  'exposure.total': 'unlimited',
  'margin.total': 'unlimited',
  'heat.total': '0.1',
  'positions.max': 'unlimited',
  'rewardToRisk.min': '1',
  'breakers.confirmations': 1,
  'cooldown.afterStopMs': 14_400_000,
  'equity.maximumAgeMs': 3_600_000,
};

/** One process: everything that decides, trades and watches over one store. */
export interface LiquidationLine {
  readonly store: Store;
  readonly runner: Runner;
  readonly executor: TradeExecutor;
  readonly watch: EquityWatch;
  readonly latches: TradingLatches;
  /** Positions that are held. */
  readonly live: () => Promise<number>;
  /** Positions that were held and are closed. */
  readonly closed: () => Promise<number>;
}

interface LineParts {
  readonly store: Store;
  readonly venue: SimVenue;
  readonly market: RecordedMarket;
  readonly clock: VirtualClock;
}

export function startLine({ store, venue, market, clock }: LineParts): LiquidationLine {
  const book = { account: 'main', mode: 'paper' } as const;
  const limits = liquidationLimits;
  const pipeline = Pipeline.of<TradePlan>()
    .stage(riskGate({ equity: venue.equity, market, limits }))
    .followUp(placeOrder());
  return {
    store,
    runner: createRunner({ pipeline, store, ...book, venue: venue.id, clock }),
    executor: new TradeExecutor({ store, venue, ...book, clock, closing: outcomeGuard({ limits }) }),
    watch: new EquityWatch({ store, ...book, source: venue.equity, limits, clock }),
    latches: new TradingLatches({ store, book }),
    live: async () => {
      let count = 0;
      for await (const { state } of liveReservations(store, book)) if (state === 'open') count += 1;
      return count;
    },
    closed: async () => {
      let count = 0;
      for await (const { state, why } of reservations(store, book))
        if (state === 'closed' && why === 'closed') count += 1;
      return count;
    },
  };
}
