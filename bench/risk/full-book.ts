import {
  createRunner,
  ExposureLedger,
  type MarketData,
  memoryStore,
  Pipeline,
  type Runner,
  type Store,
  type TradePlan,
} from '@tradewarden/core';
import { builtInRules, riskGate } from '@tradewarden/risk';
import { samplePlan } from '@tradewarden/testing';

export const tiers = [
  { maximumNotional: '300000', rate: '0.004', maximumLeverage: '125' },
  { maximumNotional: '3000000', rate: '0.01', maximumLeverage: '75' },
  { rate: '0.05', maximumLeverage: '10' },
] as const;

export const grid = {
  step: '0.0001',
  tick: '0.1',
  minimumQuantity: '0.0001',
  minimumNotional: '5',
  maximumQuantity: '120',
} as const;
export const quote = { bid: '42199.9', ask: '42200' } as const;

/** Everything that the gate asks of a market, from memory. */
const market: MarketData = {
  id: 'memory',
  instrument: async (symbol) => ({ symbol, base: 'BTC', quote: 'USDT', ...grid, maintenance: tiers }),
  quote: async () => ({ ...quote, at: Date.now() }),
  candles: async () => [],
};

/** The rules that the bench is about: all that compute something from a plan, a market and the book by themselves. */
export const asked: readonly string[] = [
  'conflict.opposite',
  'equity.positive',
  'exposure.asset',
  'exposure.total',
  'heat.total',
  'leverage.liquidation',
  'margin.total',
  'plan.freshness',
  'plan.leverage',
  'plan.reward-to-risk',
  'plan.score',
  'plan.stop-distance',
  'plan.stop-ticks',
  'positions.max',
  'price.collar',
  'price.drift',
  'price.invalidated',
  'risk.per-trade',
  'size.minimum',
  'sizing.facts',
];
const without = builtInRules.map(({ id }) => id).filter((id) => !asked.includes(id));

/** So wide that ten thousand positions fit. */
export const wideLimits = {
  'exposure.asset': '0.5',
  'exposure.total': '0.9',
  'heat.total': '0.9',
  'positions.max': '100000',
  'risk.perTrade': '0.0000001',
  'score.min': '50',
  'stop.max': '0.2',
  'size.min': '0',
  'fire.windowMs': 0,
};
export const equity = '1000000000';

export const planNow = (name: string, changes: Partial<TradePlan> = {}): TradePlan => {
  const createdAt = Date.now();
  return samplePlan({
    planId: name,
    leverage: '2',
    createdAt,
    expiresAt: createdAt + 86_400_000,
    ...changes,
  });
};

export interface FullBook {
  readonly pipeline: Pipeline<TradePlan, unknown>;
  readonly runner: Runner;
  readonly store: Store;
}

/** A memory store with `positions` open and `orders` working, made by decisions; nothing leaves the process. */
export async function fullBook(positions: number, orders: number): Promise<FullBook> {
  const store = memoryStore();
  const book = { account: 'bench', mode: 'paper', venue: 'sim' } as const;
  const gate = riskGate({ equity, market, limits: wideLimits, without });
  const pipeline = Pipeline.of<TradePlan>().stage(gate);
  const runner = createRunner({ pipeline, store, ...book });
  const ledger = new ExposureLedger({ store, book });
  for (let index = 0; index < positions + orders; index += 1) {
    const { decision } = await runner.run(planNow(`held-${index}`, { symbol: `S${index}/USDT` }));
    if (decision?.verdict !== 'approved')
      throw new Error(`held-${index} is ${decision?.verdict ?? 'undecided'}`);
    const { decisionId, plan } = decision;
    const { source, symbol } = plan;
    const execution = { decisionId, source, symbol, book, fills: [], updatedAt: Date.now() };
    await ledger.arm(decisionId, { ...execution, status: 'working' } as never);
    if (index < positions) await ledger.open(decisionId, { ...execution, status: 'open' } as never);
  }
  return { pipeline, runner, store };
}
