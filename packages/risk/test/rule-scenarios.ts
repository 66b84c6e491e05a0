import { type Decision, defineFact, known, type RuleResult, type TradePlan } from '@tradewarden/core';
import { samplePlan } from '@tradewarden/testing';
import type { RiskGateOptions } from '../src/gate-configuration.ts';
import { startGate, testMarket } from './gate-fixture.ts';
import { bars, instrument, quoted, tiers } from './scenario-markets.ts';

const { createdAt } = samplePlan();
const minute = 60_000;

const short: Partial<TradePlan> = {
  direction: 'SHORT',
  entry: { near: '42200', far: '42300' },
  stop: { price: '42700' },
  targets: [{ price: '40000', percent: '100' }],
};

const free = { 'exposure.asset': 'unlimited', 'exposure.total': 'unlimited', 'heat.total': 'unlimited' };
const nothingLimited = {
  ...free,
  'positions.max': 'unlimited',
  'margin.total': 'unlimited',
  'leverage.max': 'unlimited',
  'rewardToRisk.min': 'unlimited',
  'score.min': 'unlimited',
  'stop.min': 'unlimited',
  'stop.max': 'unlimited',
  'collar.max': 'unlimited',
  'entry.maxDrift': 'unlimited',
};

export interface Scenario {
  readonly name: string;
  readonly gate?: Partial<RiskGateOptions>;
  /** Plans decided before, each a minute earlier than the next. */
  readonly before?: readonly Partial<TradePlan>[];
  readonly plan?: Partial<TradePlan>;
  readonly afterMs?: number;
}

/** What brings every rule to each of its answers. */
export const scenarios: readonly Scenario[] = [
  { name: 'the sample plan without a market' },
  { name: 'a short at the market', gate: { market: testMarket() }, plan: short },
  { name: 'nothing is limited', gate: { market: testMarket(), limits: nothingLimited } },
  {
    name: 'everything about the plan is wrong',
    gate: { limits: { 'score.min': 50, 'stop.max': '0.005', 'rewardToRisk.min': 9 } },
    plan: { leverage: '9', score: '1', claims: { rewardToRisk: ['9'], stopPercent: '5' } },
  },
  { name: 'a score that is high enough', gate: { limits: { 'score.min': 50, 'stop.min': '0.02' } } },
  { name: 'too late', plan: { createdAt: createdAt - 7_200_000, expiresAt: createdAt - 5 } },
  { name: 'too early', plan: { createdAt: createdAt + 6000 } },
  { name: 'more of the same side', gate: { limits: { ...free, 'fire.windowMs': 0 } }, before: [{}] },
  {
    name: 'more of the same short side, where stacking is off',
    gate: { limits: { ...free, 'conflict.stack': 'reject' } },
    before: [short],
    plan: short,
    afterMs: 15 * minute,
  },
  { name: 'a long against a short, soon after', gate: { limits: free }, before: [short] },
  { name: 'a short against a long', gate: { limits: free }, before: [{}], plan: short },
  { name: 'the same again', gate: { limits: free }, before: [{}] },
  {
    name: 'too many positions',
    gate: {
      limits: { ...free, 'positions.max': 1, 'positions.side': 1, 'positions.group': 5 },
      groups: { g: ['ETH'] },
    },
    before: [{ symbol: 'ETH/USDT' }],
  },
  {
    name: 'every cap of an amount is full',
    gate: {
      market: testMarket(),
      limits: {
        'exposure.side': '0.05',
        'heat.symbol': '0.0001',
        'margin.total': '0.05',
        'exposure.onBreach': 'reject',
      },
    },
    before: [{}],
    plan: { source: 'b' },
  },
  {
    name: 'a cap of your own that does not concern the plan',
    gate: {
      caps: [
        { id: 'acme.alts', measure: 'notional', scope: 'symbol', limit: '0.1', only: ['SOL/USDT'] },
        { id: 'acme.count', measure: 'count', scope: 'symbol', limit: 3, only: ['SOL/USDT'] },
      ],
    },
  },
  { name: 'no equity', gate: { equity: '0' } },
  { name: 'an equity that is none', gate: { equity: fact('equity', 'NaN') } },
  { name: 'too small to trade', gate: { limits: { ...free, 'size.min': 50 } } },
  { name: 'a cap leaves room for the risk', gate: { limits: { 'exposure.asset': 1, 'exposure.total': 1 } } },
  {
    name: 'a budget above the risk per trade',
    gate: { limits: { ...free, 'sizing.model': 'fixed-amount', 'sizing.amount': 101 } },
  },
  { name: 'another currency without a rate', plan: { symbol: 'BTC/EUR' } },
  { name: 'a rule without its limit', gate: { limits: { 'sizing.model': 'kelly' } } },
  { name: 'the market is far below', gate: { market: testMarket(quoted('41000', '41010')) } },
  { name: 'the market has left', gate: { market: testMarket(quoted('42700', '42701')) } },
  { name: 'the market is at the first target', gate: { market: testMarket(quoted('42799', '42800')) } },
  {
    name: 'the market is at the stop of a short',
    gate: { market: testMarket(quoted('42699', '42700')) },
    plan: short,
  },
  {
    name: 'a quote that is too old',
    gate: { market: testMarket(quoted('42199', '42201', createdAt - 3_700_000)) },
  },
  {
    name: 'no quote',
    gate: { market: testMarket({ quote: async () => undefined, ...instrument({ tick: undefined }) }) },
  },
  {
    name: 'the market does not know it',
    gate: { market: testMarket({ instrument: async () => undefined }) },
  },
  {
    name: 'a bar touched the stop',
    gate: { market: testMarket(bars('41700', '42300')) },
    afterMs: 10 * minute,
  },
  {
    name: 'a bar touched the target of a short',
    gate: { market: testMarket(bars('39900', '42300')) },
    plan: short,
    afterMs: 10 * minute,
  },
  {
    name: 'a bar touched nothing',
    gate: { market: testMarket(bars('42100', '42300')) },
    afterMs: 10 * minute,
  },
  { name: 'within a tick', gate: { market: testMarket(instrument({ tick: '1000' })) } },
  {
    name: 'what is borrowed, in the first tier',
    gate: { market: testMarket(instrument({ maintenance: tiers })) },
    plan: { leverage: '2' },
  },
  { name: 'nothing is borrowed', gate: { market: testMarket(instrument({ maintenance: tiers })) } },
  {
    name: 'more leverage than the tier has, and liquidated first',
    gate: {
      market: testMarket(instrument({ maintenance: tiers })),
      limits: { ...free, 'leverage.max': 200, 'margin.total': 'unlimited' },
    },
    plan: { leverage: '100' },
  },
  {
    name: 'beyond the last tier',
    gate: { market: testMarket(instrument({ maintenance: tiers.slice(0, 1) })), limits: free },
    plan: { leverage: '2' },
  },
  {
    name: 'tiers that name no leverage, for a short',
    gate: {
      market: testMarket(instrument({ maintenance: [{ rate: '0.01' }] })),
      limits: { 'leverage.max': 50 },
    },
    plan: { ...short, leverage: '40' },
  },
  { name: 'the heat is full', gate: { limits: { ...free, 'heat.total': '0.001' } } },
  {
    name: 'a buffer that goes by the stop',
    gate: {
      market: testMarket(instrument({ maintenance: tiers })),
      limits: { 'liquidation.bufferOfStop': '0.7' },
    },
    plan: { leverage: '3' },
  },
  {
    name: 'an inverse contract counts its tiers in its own unit',
    gate: {
      market: testMarket(instrument({ contract: 'inverse', maintenance: tiers, step: '7' })),
      currency: 'BTC',
      equity: '0.3',
    },
    plan: { leverage: '2' },
  },
  { name: 'borrowed, and no tiers are known', gate: { market: testMarket() }, plan: { leverage: '2' } },
];

function fact(key: string, value: string): ReturnType<typeof defineFact<string>> {
  return defineFact<string>({ key, load: async ({ now }) => known(value, now, 'test') });
}

export async function decided({
  gate = {},
  before = [],
  plan = {},
  afterMs = 0,
}: Scenario): Promise<Decision> {
  const { decide, clock } = startGate(gate);
  for (const [index, changes] of before.entries()) {
    await decide({ ...changes, planId: `before-${index}`, createdAt: clock.now() });
    clock.advance(minute);
  }
  clock.advance(afterMs);
  return decide({ planId: 'asked', ...(before.length > 0 ? { createdAt: clock.now() } : {}), ...plan });
}

/** Everything that a finding says, in a line. */
export const lineOf = ({ id, status, code, effect, message, ...figures }: RuleResult): string => {
  const { observed, limit, headroom, unit } = figures;
  const numbers = Object.entries({ observed, limit, headroom, unit })
    .filter(([, value]) => value !== undefined)
    .map(([name, value]) => `${name} ${value}`);
  return [id, status, code, effect, message, ...numbers].filter((part) => part !== undefined).join(' | ');
};
