import { type Candle, grossRewardToRisk, type PlanPicture, type TradePlan } from '@tradewarden/core';
import { cleanText } from '../message/build.ts';
import { twoPlaces } from './figures.ts';

/** The chart of a plan as data: levels from the plan, candles when there are any. */
export function planPicture(plan: TradePlan, candles: readonly Candle[] = []): PlanPicture {
  const { symbol, direction, timeframe, entry, stop } = plan;
  const targets = plan.targets.map((target, index) => ({
    price: target.price,
    label: `T${index + 1} ${twoPlaces(grossRewardToRisk(plan, target))} R`,
  }));
  const levels = targets.map(({ price, label }) => `${label} at ${price}`).join(', ');
  return {
    symbol: cleanText(symbol),
    direction,
    ...(timeframe === undefined ? {} : { timeframe: cleanText(timeframe) }),
    alt: cleanText(
      `Chart of ${direction} ${symbol}: entry between ${entry.near} and ${entry.far}, stop ${stop.price}, ${levels}`,
    ),
    candles,
    entry: { near: entry.near, far: entry.far },
    stop: stop.price,
    targets,
  };
}
