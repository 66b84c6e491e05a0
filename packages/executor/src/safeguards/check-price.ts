import { Decimal, type DecimalString, type Direction, type Quote } from '@tradewarden/core';
import { heldUp, type SafeguardRefusal } from './safeguard-codes.ts';
import type { SafeguardLimits } from './safeguard-limits.ts';

export interface PriceContext {
  readonly symbol: string;
  readonly direction: Direction;
  readonly price: DecimalString;
  readonly stop: DecimalString;
  readonly quote: Quote | undefined;
  /** Epoch ms of the clock that dates quotes. */
  readonly now: number;
}

type PriceLimits = Pick<
  SafeguardLimits,
  'collarPercent' | 'distancePercent' | 'maximumSpreadPercent' | 'maximumQuoteAgeMs'
>;

/**
 * Holds an entry and its stop against a fresh quote: the age of the quote, its spread, how far the entry reaches through
 * the market or waits away from it, and that the stop would not trigger at once.
 */
export function checkPrice(
  { symbol, direction, price, stop, quote, now }: PriceContext,
  limits: PriceLimits,
): SafeguardRefusal | undefined {
  const [bid, ask] = [Decimal.tryParse(quote?.bid ?? ''), Decimal.tryParse(quote?.ask ?? '')];
  if (quote === undefined || bid === undefined || ask === undefined || !bid.isPositive() || ask.lt(bid))
    return heldUp('QUOTE_MISSING', `${symbol}: no sound bid and ask`);
  const ageMs = Math.abs(now - quote.at);
  // A quote from the future has a clock behind it that says nothing about its age. NaN is no age either.
  if (!(ageMs <= limits.maximumQuoteAgeMs))
    return heldUp('QUOTE_STALE', `${symbol}: the quote is ${now - quote.at} ms old`);
  const middle = bid.plus(ask).dividedBy(2);
  const spread = ask.minus(bid);
  if (spread.times(100).gt(middle.times(limits.maximumSpreadPercent)))
    return heldUp('SPREAD_TOO_WIDE', `${symbol}: bid ${quote.bid}, ask ${quote.ask}`);
  const isLong = direction === 'LONG';
  if (isLong ? bid.lte(stop) : ask.gte(stop))
    return heldUp('STOP_WRONG_SIDE', `${symbol}: stop ${stop} at bid ${quote.bid}, ask ${quote.ask}`);
  const through = isLong ? Decimal.of(price).minus(ask) : bid.minus(price);
  const allowed = through.isPositive() ? limits.collarPercent : limits.distancePercent;
  const away = through.isPositive() ? through : Decimal.zero.minus(through);
  return away.times(100).gt(middle.times(allowed))
    ? heldUp(
        'PRICE_COLLAR',
        `${symbol}: entry ${price} is more than ${allowed} percent from ${isLong ? `ask ${quote.ask}` : `bid ${quote.bid}`}`,
      )
    : undefined;
}
