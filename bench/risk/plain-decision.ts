import { Decimal } from '@tradewarden/core';

/** What a decision is computed from, as text: as it comes of JSON and of a market. */
export interface PlainInput {
  readonly long: boolean;
  readonly near: string;
  readonly far: string;
  readonly stop: string;
  readonly targets: readonly { readonly price: string; readonly percent: string }[];
  readonly leverage: string;
  readonly score: string;
  readonly atrRatio: string;
  readonly createdAt: number;
  readonly expiresAt: number;
  readonly now: number;
  readonly bid: string;
  readonly ask: string;
  readonly quoteAt: number;
  readonly step: string;
  readonly tick: string;
  readonly minimumQuantity: string;
  readonly minimumNotional: string;
  readonly maximumQuantity: string;
  readonly tiers: readonly {
    readonly maximumNotional?: string;
    readonly rate: string;
    readonly maximumLeverage?: string;
  }[];
  readonly equity: string;
  readonly limits: Readonly<Record<string, string>>;
  /** Every position and working order of the account. */
  readonly held: readonly PlainPosition[];
}

export interface PlainPosition {
  readonly symbol: string;
  readonly long: boolean;
  readonly notional: number;
  readonly margin: number;
  readonly riskAtStop: number;
}

const places = 6;

/** The sums of the book by what is capped: in counting units, as whole numbers. */
export function usedOf(
  held: readonly PlainPosition[],
  symbol: string,
  long: boolean,
): Readonly<Record<string, number>> {
  const used = { total: 0, side: 0, symbol: 0, heat: 0, margin: 0, count: 0, same: 0, opposite: 0 };
  for (const position of held) {
    used.total += position.notional;
    used.heat += position.riskAtStop;
    used.margin += position.margin;
    used.count += 1;
    if (position.long === long) used.side += position.notional;
    if (position.symbol !== symbol) continue;
    used.symbol += position.notional;
    if (position.long === long) used.same += 1;
    else used.opposite += 1;
  }
  return used;
}

/**
 * The arithmetic of a decision and nothing else: the same numbers, compared in the same way, with the same decimals;
 * no document, no codes, no sentences, no reservation.
 */
export function plainDecision(
  input: PlainInput,
  used: Readonly<Record<string, number>>,
): readonly [string, number] {
  const { long, limits, now } = input;
  const limit = (key: string): Decimal => Decimal.of(limits[key] ?? '0');
  const sided = (value: Decimal): Decimal => (long ? value : value.negated());
  const [near, far, stop] = [Decimal.of(input.near), Decimal.of(input.far), Decimal.of(input.stop)];
  const equity = Decimal.of(input.equity);
  const [tick, step] = [Decimal.of(input.tick), Decimal.of(input.step)];
  const failed: boolean[] = [];
  const targets = input.targets.map(({ price, percent }) => ({
    price: Decimal.of(price),
    percent: Decimal.of(percent),
  }));

  // Geometry, freshness, quality.
  failed.push(!sided(far.minus(stop)).isPositive(), sided(near.minus(far)).isNegative());
  let [last, percents] = [near, Decimal.zero];
  for (const { price, percent } of targets) {
    failed.push(!sided(price.minus(last)).isPositive());
    [last, percents] = [price, percents.plus(percent)];
  }
  failed.push(!percents.eq(100), now >= input.expiresAt, input.createdAt > now + 60_000);
  failed.push(Decimal.of(input.score).lt(limit('score.min')));
  const distance = sided(near.minus(stop));
  const fraction = distance.dividedBy(near);
  failed.push(fraction.lt(limit('stop.min')), fraction.gt(limit('stop.max')));
  failed.push(distance.dividedBy(tick, 'floor').lt(limit('stop.ticks')));
  failed.push(Decimal.of(input.leverage).gt(limit('leverage.max')));

  // What a unit loses, and what it wins at each target.
  const [taker, slippage] = [limit('fees.taker'), limit('stop.slippage')];
  const exit = stop.times(Decimal.one.minus(sided(slippage)));
  const unitRisk = sided(near.minus(exit)).plus(taker.times(near)).plus(taker.times(exit));
  let blended = Decimal.zero;
  const ratios = targets.map(({ price, percent }) => {
    const gain = sided(price.minus(near)).minus(taker.times(near)).minus(taker.times(price));
    const net = gain.dividedBy(unitRisk);
    blended = blended.plus(net.times(percent).dividedBy(100));
    return [sided(price.minus(near)).dividedBy(distance), net] as const;
  });
  failed.push(blended.lt(limit('rewardToRisk.min')));

  // Where the market is.
  const [bid, ask] = [Decimal.of(input.bid), Decimal.of(input.ask)];
  const middle = bid.plus(ask).dividedBy(2);
  failed.push(now - input.quoteAt > 3_600_000, bid.gt(ask));
  failed.push(near.minus(middle).abs().dividedBy(middle).gt(limit('collar.max')));
  failed.push(sided(middle.minus(near)).dividedBy(distance).gt(limit('entry.missed')));
  failed.push(!sided(middle.minus(stop)).isPositive());
  failed.push(!sided((targets[0]?.price ?? near).minus(middle)).isPositive());

  // The size within the budget and every cap.
  const entry = long ? near.ceilToStep(tick) : near.floorToStep(tick);
  const onStop = long ? stop.floorToStep(tick) : stop.ceilToStep(tick);
  const stressed = onStop.times(Decimal.one.minus(sided(slippage)));
  const risk = sided(entry.minus(stressed)).plus(taker.times(entry)).plus(taker.times(stressed));
  const margin = entry.dividedBy(input.leverage, 'ceil');
  const over = Decimal.of(input.atrRatio).minus(1);
  const multiplier = over.isPositive()
    ? Decimal.max('0.5', Decimal.one.minus(over.times(limit('sizing.volatility'))))
    : Decimal.one;
  const budget = equity.times(limit('risk.perTrade')).times(multiplier);
  const asked = Decimal.min(budget.dividedBy(risk, 'floor').floorToStep(step), input.maximumQuantity);
  const least = Decimal.max(
    equity.times(limit('size.min')).dividedBy(entry, 'ceil'),
    Decimal.of(input.minimumNotional).dividedBy(entry, 'ceil'),
    input.minimumQuantity,
    step,
  ).ceilToStep(step);
  failed.push(asked.lt(least));
  let quantity = asked;
  const caps = [
    ['exposure.total', 'total', entry],
    ['exposure.side', 'side', entry],
    ['heat.total', 'heat', risk],
    ['margin.total', 'margin', margin],
  ] as const;
  for (const [key, counter, perUnit] of caps) {
    const most = limit(key).times(equity).round(places, 'floor');
    const free = Decimal.max(most.minus(Decimal.fromInteger(used[counter] ?? 0, places)), 0);
    const wanted = asked.times(perUnit).round(places, 'ceil');
    failed.push(wanted.gt(free));
    quantity = Decimal.min(quantity, free.dividedBy(perUnit, 'floor').floorToStep(step));
  }
  failed.push((used['count'] ?? 0) >= limit('positions.max').toNumber(), (used['opposite'] ?? 0) > 0);
  failed.push(quantity.times(risk).gt(equity.times(limit('risk.perTrade'))));

  // The venue's tier, and the liquidation.
  const held = Decimal.fromInteger(used['symbol'] ?? 0, places);
  const notional = held.plus(quantity.times(entry)).round(8, 'ceil');
  const tier = input.tiers.find(
    ({ maximumNotional }) => maximumNotional === undefined || notional.lte(maximumNotional),
  );
  failed.push(Decimal.of(input.leverage).gt(tier?.maximumLeverage ?? 1));
  const share = Decimal.one.dividedBy(input.leverage, 'floor');
  const maintenance = Decimal.of(tier?.rate ?? 0);
  const liquidation = long
    ? entry.times(Decimal.one.minus(share)).dividedBy(Decimal.one.minus(maintenance), 'ceil')
    : entry.times(Decimal.one.plus(share)).dividedBy(Decimal.one.plus(maintenance), 'floor');
  const buffer = Decimal.max(limit('liquidation.buffer'), limit('liquidation.bufferOfStop').times(fraction));
  failed.push(sided(stop.minus(liquidation)).dividedBy(entry, 'floor').lt(buffer));
  const ratio = stop.dividedBy(entry, 'floor').minus(buffer);
  const safest = Decimal.one.minus(Decimal.one.minus(maintenance).times(ratio));
  failed.push(safest.isPositive() && Decimal.of(input.leverage).gt(Decimal.one.dividedBy(safest, 'floor')));

  // The amounts of the rounded size.
  const amounts = [quantity.times(entry), quantity.times(margin), quantity.times(risk)];
  const rounded = amounts.map((amount) => amount.toInteger(places, 'ceil'));
  const percent = (amounts[2] ?? Decimal.zero).times(100).dividedBy(equity).round(places, 'ceil');
  const count = failed.filter(Boolean).length + rounded.length + ratios.length;
  return [quantity.toString(), count + (percent.isPositive() ? 1 : 0)];
}
