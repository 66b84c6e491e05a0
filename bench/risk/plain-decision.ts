import { Decimal } from '@tradewarden/core';

/** What a decision is computed from, as text: as it comes of JSON and of a market. */
export interface PlainInput {
  readonly symbol: string;
  readonly long: boolean;
  readonly near: string;
  readonly stop: string;
  readonly targets: readonly { readonly price: string; readonly percent: string }[];
  readonly leverage: string;
  readonly score: string;
  readonly createdAt: number;
  readonly expiresAt: number;
  readonly now: number;
  readonly bid: string;
  readonly ask: string;
  readonly step: string;
  readonly tick: string;
  readonly minimumQuantity: string;
  readonly minimumNotional: string;
  readonly maximumQuantity: string;
  readonly tiers: readonly { readonly maximumNotional?: string; readonly rate: string }[];
  readonly equity: string;
  /** Read once, as those of the gate are. */
  readonly limits: Readonly<Record<string, Decimal>>;
  /** Every position and working order of the account, in counting units. */
  readonly held: readonly PlainPosition[];
}

export interface PlainPosition {
  readonly symbol: string;
  readonly long: boolean;
  readonly notional: number;
  readonly margin: number;
  readonly riskAtStop: number;
}

/** Every figure that the gate computes for the same plan, and how many rules fail. */
export interface PlainDecision {
  readonly failed: number;
  readonly quantity: Decimal;
  readonly notional: Decimal;
  readonly margin: Decimal;
  readonly riskAtStop: Decimal;
  readonly riskPercent: Decimal;
  readonly rewards: readonly { readonly gross: Decimal; readonly net: Decimal }[];
  /** What is free of each cap. */
  readonly free: readonly (readonly [id: string, amount: Decimal])[];
  /** What the counters take, and may hold. */
  readonly units: readonly number[];
}

const places = 6;

/** The sums of the book by what is capped. */
function usedOf({ held, symbol, long }: PlainInput): Readonly<Record<string, number>> {
  const used = { total: 0, symbol: 0, heat: 0, margin: 0, count: 0, opposite: 0 };
  for (const position of held) {
    used.total += position.notional;
    used.heat += position.riskAtStop;
    used.margin += position.margin;
    used.count += 1;
    if (position.symbol !== symbol) continue;
    used.symbol += position.notional;
    if (position.long !== long) used.opposite += 1;
  }
  return used;
}

/**
 * The arithmetic of the 20 rules of the bench, of the size and of the reservation, and nothing else: the same numbers,
 * compared and rounded in the same way, with the same decimals, each computed once; no document, codes or sentences.
 */
export function plainDecision(input: PlainInput): PlainDecision {
  const { long, limits, now } = input;
  const limit = (key: string): Decimal => limits[key] ?? Decimal.zero;
  const sided = (value: Decimal): Decimal => (long ? value : value.negated());
  const [near, stop, leverage] = [Decimal.of(input.near), Decimal.of(input.stop), Decimal.of(input.leverage)];
  const [equity, tick, step] = [Decimal.of(input.equity), Decimal.of(input.tick), Decimal.of(input.step)];
  const used = usedOf(input);
  let failed = 0;
  const fails = (...found: readonly boolean[]): void => void (failed += found.some(Boolean) ? 1 : 0);

  // equity.positive, plan.freshness, plan.leverage, plan.score, plan.stop-distance, plan.stop-ticks
  fails(!equity.isPositive());
  fails(input.createdAt > now + limit('plan.skewMs').toNumber(), now >= input.expiresAt);
  fails(leverage.gt(limit('leverage.max')));
  fails(Decimal.of(input.score).lt(limit('score.min')));
  const distance = sided(near.minus(stop));
  const fraction = distance.dividedBy(near);
  fails(fraction.lt(limit('stop.min')), fraction.gt(limit('stop.max')));
  fails(distance.lt(tick));

  // plan.reward-to-risk, and what the document shows of each target
  const [taker, slippage] = [limit('fees.taker'), limit('stop.slippage')];
  const lossOf = (entry: Decimal, exit: Decimal): Decimal => {
    const filled = exit.times(Decimal.one.minus(sided(slippage)));
    return sided(entry.minus(filled)).plus(taker.times(entry)).plus(taker.times(filled));
  };
  const unitRisk = lossOf(near, stop);
  let blended = Decimal.zero;
  const rewards = input.targets.map(({ price, percent }) => {
    const [exit, share] = [Decimal.of(price), Decimal.of(percent)];
    const gain = sided(exit.minus(near));
    const net = gain.minus(taker.times(near)).minus(taker.times(exit)).dividedBy(unitRisk);
    blended = blended.plus(net.times(share).dividedBy(100));
    return { gross: gain.dividedBy(distance).round(4, 'floor'), net: net.round(4, 'floor') };
  });
  fails(blended.lt(limit('rewardToRisk.min')));

  // price.collar, price.drift, price.invalidated, conflict.opposite
  const [bid, ask] = [Decimal.of(input.bid), Decimal.of(input.ask)];
  const middle = bid.plus(ask).dividedBy(2);
  fails(near.minus(middle).abs().dividedBy(middle).gt(limit('collar.max')));
  const away = sided((long ? ask : bid).minus(near)).dividedBy(distance, 'ceil');
  fails(Decimal.max(away, 0).gt(limit('entry.maxDrift')));
  fails(
    !sided((long ? bid : ask).minus(stop)).isPositive(),
    !sided(Decimal.of(input.targets[0]?.price ?? 0).minus(long ? ask : bid)).isPositive(),
  );
  fails((used['opposite'] ?? 0) > 0);

  // The size: within the budget, then within every cap; size.minimum, risk.per-trade and the caps
  const entry = long ? near.ceilToStep(tick) : near.floorToStep(tick);
  const risk = lossOf(entry, long ? stop.floorToStep(tick) : stop.ceilToStep(tick));
  const marginOfOne = entry.dividedBy(leverage, 'ceil');
  const budget = equity.times(limit('risk.perTrade'));
  const wanted = budget.dividedBy(risk, 'floor').floorToStep(step);
  const asked = Decimal.min(wanted, Decimal.of(input.maximumQuantity).floorToStep(step));
  const least = Decimal.max(
    equity.times(limit('size.min')).dividedBy(entry, 'ceil'),
    Decimal.of(input.minimumNotional).dividedBy(entry, 'ceil'),
    input.minimumQuantity,
    step,
  ).ceilToStep(step);
  fails(asked.lt(least));
  let quantity = asked;
  const bounds: number[] = [];
  const free = (
    [
      ['exposure.asset', 'symbol', entry],
      ['exposure.total', 'total', entry],
      ['heat.total', 'heat', risk],
      ['margin.total', 'margin', marginOfOne],
    ] as const
  ).map(([id, counter, perUnit]) => {
    const most = Decimal.max(limit(id).times(equity).round(places, 'floor'), 0);
    const left = Decimal.max(most.minus(Decimal.fromInteger(used[counter] ?? 0, places)), 0);
    fails(asked.times(perUnit).round(places, 'ceil').gt(left));
    quantity = Decimal.min(quantity, left.dividedBy(perUnit, 'floor').floorToStep(step));
    bounds.push(Math.min(most.toInteger(places, 'floor'), Number.MAX_SAFE_INTEGER));
    return [id, left] as const;
  });
  if (quantity.lt(least)) quantity = Decimal.zero;
  fails(Decimal.of(used['count'] ?? 0).gte(limit('positions.max')));
  const [notional, margin, atStop] = [entry, marginOfOne, risk].map((one) => one.times(quantity)) as [
    Decimal,
    Decimal,
    Decimal,
  ];
  fails(atStop.gt(budget));

  // leverage.liquidation, by the tier of what is held of the symbol and this
  const units = Decimal.fromInteger(used['symbol'] ?? 0, places)
    .plus(notional)
    .dividedBy(entry, 'ceil');
  const size = units.times(Decimal.max(entry, stop)).round(8, 'ceil');
  const tier = input.tiers.find(
    ({ maximumNotional }) => maximumNotional === undefined || size.lte(maximumNotional),
  );
  const maintenance = Decimal.of(tier?.rate ?? 0);
  const share = Decimal.one.dividedBy(leverage, 'floor');
  const liquidation = long
    ? entry.times(Decimal.one.minus(share)).dividedBy(Decimal.one.minus(maintenance), 'ceil')
    : entry.times(Decimal.one.plus(share)).dividedBy(Decimal.one.plus(maintenance), 'floor');
  const ofStop = sided(entry.minus(stop)).dividedBy(entry);
  const buffer = Decimal.max(limit('liquidation.buffer'), limit('liquidation.bufferOfStop').times(ofStop));
  fails(sided(stop.minus(liquidation)).dividedBy(entry, 'floor').lt(buffer));
  const ratio = stop.dividedBy(entry, long ? 'floor' : 'ceil').minus(sided(buffer));
  const kept = sided(Decimal.one.minus(Decimal.one.minus(sided(maintenance)).times(ratio)));
  const safest = kept.isPositive() ? Decimal.one.dividedBy(kept, 'floor').round(2, 'floor') : Decimal.zero;

  const riskAtStop = atStop.round(places, 'ceil');
  return {
    failed,
    quantity,
    notional,
    margin: margin.round(places, 'ceil'),
    riskAtStop,
    riskPercent: riskAtStop.times(100).dividedBy(equity).round(places, 'ceil'),
    rewards,
    free,
    units: [
      ...[notional, margin, atStop].map((amount) => amount.toInteger(places, 'ceil')),
      ...bounds,
      safest.isPositive() ? 1 : 0,
    ],
  };
}
