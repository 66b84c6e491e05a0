import { capLimits } from './cap-limits.ts';

/** Fractions of equity unless said otherwise; `'unlimited'` is a value like any other. */
const mainLimits = {
  'risk.perTrade': '0.01',
  'exposure.asset': '0.05',
  'exposure.total': '0.1',
  'exposure.onBreach': 'resize',
  'heat.total': '0.05',
  'positions.max': '10',
  /** Margin of everything reserved and held; known only with a market. */
  'margin.total': '1',
  'leverage.max': '3',
  /** Smallest distance from the stop to the liquidation price, as a fraction of the entry. */
  'liquidation.buffer': '0.005',
  /** The same as a fraction of the stop distance; the larger one holds. */
  'liquidation.bufferOfStop': '0.25',
  /** Net of costs, blended over the targets. */
  'rewardToRisk.min': '1',
  'score.min': 'unlimited',
  /** Distance as a fraction of the entry. */
  'stop.min': '0.001',
  'stop.max': 'unlimited',
  /** Assumed slippage of a stop, as a fraction of its price. */
  'stop.slippage': '0.0005',
  'fire.windowMs': '900000',
  'fees.taker': '0.00055',
  'fees.maker': '0.0002',
  /** Largest distance of the entry from the market, as a fraction. */
  'collar.max': '0.01',
  /** How far the market may have left the entry zone towards the targets, in stop distances. */
  'entry.maxDrift': '1',
  /** How far a plan may be dated after now. */
  'plan.skewMs': '5000',
  /** Smallest notional worth opening: against dust where no instrument names a minimum. */
  'size.min': '0.0001',
  /** What the budget is computed by. */
  'sizing.model': 'fixed-fraction',
  /** Budget of `fixed-amount`, in account currency. */
  'sizing.amount': 'unlimited',
  /** Multiples of the ATR that `atr` assumes to be lost at least. */
  'sizing.atrMultiple': '2',
  /** Share of the Kelly fraction, and the closed trades it needs at least. */
  'sizing.kellyFraction': '0.25',
  'sizing.kellySample': '30',
  /** `reductionFactor` of adjustForVolatility; 0 leaves the budget alone. */
  'sizing.volatility': '0',
  /** Multipliers of the budget by the regime and the tier of the plan. */
  'sizing.regime.trend': '1',
  'sizing.regime.range': '1',
  'sizing.regime.volatile': '1',
  'sizing.regime.unknown': '1',
  'sizing.tier.A': '1',
  'sizing.tier.B': '1',
  'sizing.tier.C': '1',
  'sizing.tier.unscored': '1',
  'conflict.stack': 'allow',
  /** Fractions of what the account was worth when the day or week began; deposits and withdrawals left out. */
  'loss.daily': '0.03',
  'loss.weekly': '0.06',
  /** In which days and weeks begin. */
  'loss.zone': 'UTC',
  /** Fractions below the highest value: from here sizes are cut, then only reducing is left, then nothing. */
  'drawdown.half': '0.05',
  'drawdown.multiplier': '0.5',
  'drawdown.reducing': '0.1',
  'drawdown.halted': '0.15',
  /** Readings in a row beyond a limit of the equity that trip its breaker. */
  'breakers.confirmations': '2',
  /** How old an equity may be, and how long it may be in doubt before only reducing is left. */
  'equity.maximumAgeMs': '300000',
  'equity.untrustedMs': '900000',
  /** Losses in a row. */
  lossStreak: '5',
  /** Up to so many R, won or lost, a position counts as neither. */
  'outcome.scratch': '0.1',
  /** What cools down, and how long after a stop, any loss, and an order that the venue refused; 0 is off. */
  'cooldown.scope': 'symbol',
  'cooldown.afterStopMs': '1800000',
  'cooldown.afterLossMs': '0',
  'cooldown.afterRejectMs': '0',
  /** Approvals of the account in a minute of the clock. */
  'rate.decisionsPerMinute': '120',
  /** Approvals of one source until somebody enables it again by hand. */
  'repeat.max': 'unlimited',
} as const;

export type LimitKey = keyof typeof mainLimits | keyof typeof capLimits;

/** Balanced defaults of every limit, by configuration path. */
export const balancedLimits: Readonly<Record<LimitKey, string>> = { ...mainLimits, ...capLimits };
export const limitKeys: readonly string[] = Object.keys(balancedLimits);

/** What profiles scale: conservative halves, aggressive doubles. */
export const scaledLimits: ReadonlySet<string> = new Set<LimitKey>([
  'risk.perTrade',
  'exposure.asset',
  'exposure.total',
  'heat.total',
  'loss.daily',
  'loss.weekly',
  'drawdown.half',
  'drawdown.reducing',
  'drawdown.halted',
]);

/** Limits that are words. */
export const limitWords: Readonly<Record<string, readonly string[]>> = {
  'exposure.onBreach': ['resize', 'reject'],
  'sizing.model': ['fixed-fraction', 'fixed-amount', 'atr', 'kelly'],
  'conflict.stack': ['allow', 'reject'],
  'cooldown.scope': ['symbol', 'side', 'source', 'all'],
};
