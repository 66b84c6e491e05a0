import {
  createRunner,
  type Decision,
  type MarketData,
  memoryStore,
  Pipeline,
  type RunSummary,
  type TradePlan,
  VirtualClock,
} from '@tradewarden/core';
import { riskGate } from '@tradewarden/risk';

const createdAt = 1_737_296_625_123;

/** What a scanner would hand in: one plan with everything in it, one plain, and one that is refused. */
const plans = [
  {
    planId: 'scan_20250119_142345-BTCUSDT',
    source: 'snipersight',
    symbol: 'BTC/USDT',
    direction: 'LONG',
    style: 'scalp',
    timeframe: '4h',
    regime: 'trend',
    score: 92.3,
    entry: { near: '42200', far: '42030', rationale: 'Order block of the 4h chart, tested once' },
    stop: { price: '41750', rationale: 'Below the low of the order block' },
    targets: [
      { price: '42800', percent: '50' },
      { price: '43500', percent: '30' },
      { price: '44200', percent: '20' },
    ],
    confluence: {
      factors: [
        { name: 'Bullish OB (4H)', score: 0.9, weight: 0.3, detail: '@ 42100' },
        { name: 'Structure (1H)', score: 0.8, weight: 0.25, detail: 'higher low' },
        { name: 'Funding', score: 0, weight: 0.1 },
      ],
      conflicts: ['the weekly trend is down'],
    },
    rationale: 'Price came back to the order block while the hourly structure held its higher low.',
    chartUrl: 'https://charts.example.com/BTCUSDT',
    createdAt,
  },
  {
    planId: 'scan_20250119_142345-ETHUSDT',
    source: 'snipersight',
    symbol: 'ETH/USDT',
    direction: 'SHORT',
    style: 'intraday',
    regime: 'range',
    score: 78,
    entry: { near: '3210', far: '3225' },
    stop: { price: '3262' },
    targets: [{ price: '3120' }, { price: '3050' }],
    createdAt,
  },
  {
    planId: 'scan_20250119_142345-SOLUSDT',
    source: 'snipersight',
    symbol: 'SOL/USDT',
    direction: 'LONG',
    score: 55,
    entry: { near: '250', far: '249' },
    stop: { price: '245' },
    targets: [{ price: '252' }],
    createdAt,
  },
];

const market: MarketData = {
  id: 'sample',
  instrument: async (symbol) => {
    const [base = '', quote = ''] = symbol.split('/');
    return { symbol, base, quote, step: '0.0001', tick: '0.1' };
  },
  quote: async (symbol) => {
    const near = plans.find((plan) => plan.symbol === symbol)?.entry.near ?? '1';
    return { bid: near, ask: near, at: createdAt };
  },
  candles: async () => [],
};

export interface SampleDecisions {
  readonly runId: string;
  readonly summary: RunSummary;
  readonly decisions: readonly (Decision & { readonly plan: TradePlan })[];
}

/** Plans decided by the real gate, so that a preview shows the figures that a run would show. */
export async function sampleDecisions(): Promise<SampleDecisions> {
  const clock = new VirtualClock(createdAt);
  const pipeline = Pipeline.of<TradePlan>().stage(riskGate({ equity: '10000', market }));
  const store = memoryStore({ clock });
  const runner = createRunner({ pipeline, store, account: 'preview', mode: 'notify', clock });
  const { runId, summary, results } = await runner.runAll(plans);
  const decisions = results.flatMap(({ decision }) =>
    decision === undefined || 'unparsed' in decision.plan ? [] : [{ ...decision, plan: decision.plan }],
  );
  return { runId, summary, decisions };
}
