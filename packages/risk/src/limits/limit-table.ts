/** Balanced defaults, by configuration path. Fractions of equity unless said otherwise; `'unlimited'` is a value like any other. */
export const balancedLimits = {
  'risk.perTrade': '0.01',
  'exposure.asset': '0.05',
  'exposure.total': '0.1',
  'exposure.onBreach': 'resize',
  'heat.total': '0.05',
  'positions.max': '10',
  'leverage.max': '3',
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
  /** How far a plan may be dated after now. */
  'plan.skewMs': '5000',
  /** Smallest notional worth opening: against dust where no instrument names a minimum. */
  'size.min': '0.0001',
  'conflict.stack': 'allow',
} as const;

type LimitKey = keyof typeof balancedLimits;
export const limitKeys: readonly string[] = Object.keys(balancedLimits);

/** What profiles scale: conservative halves, aggressive doubles. */
export const scaledLimits: ReadonlySet<string> = new Set<LimitKey>([
  'risk.perTrade',
  'exposure.asset',
  'exposure.total',
  'heat.total',
]);

/** Limits that are words. */
export const limitWords: Readonly<Record<string, readonly string[]>> = {
  'exposure.onBreach': ['resize', 'reject'],
  'conflict.stack': ['allow', 'reject'],
};

/** Limits that must be a number: without them there is nothing to compute. */
export const requiredNumbers: ReadonlySet<string> = new Set<LimitKey>([
  'risk.perTrade',
  'stop.slippage',
  'fees.taker',
  'fees.maker',
  'fire.windowMs',
  'plan.skewMs',
  'size.min',
]);
