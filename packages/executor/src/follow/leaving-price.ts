import { Decimal, type DecimalString, type Quote } from '@tradewarden/core';
import type { JournalledPlan } from '../order-journal/journalled-plan.ts';
import { limitedCall } from '../submit/limited-call.ts';
import type { OrderLine } from '../submit/order-line.ts';
import type { VenueReading } from './venue-reading.ts';

/** A quote that is further from now than this, in milliseconds, moves no stop. */
const goodForMs = 10_000;

/** For a plan whose stop follows the price: at what it could be left now. Nothing without a fresh quote: the stop stays. */
export async function leavingPrice(
  { venue, clock }: Pick<OrderLine, 'venue' | 'clock'>,
  { plan }: JournalledPlan,
  { now }: Pick<VenueReading, 'now'>,
): Promise<{ readonly price?: DecimalString }> {
  const { market } = venue;
  if (plan.trail === undefined || market === undefined) return {};
  const none = (): Quote | undefined => undefined;
  const quote = await limitedCall(clock, (signal) => market.quote(plan.symbol, signal), none);
  if (quote === undefined || !(Math.abs(now - quote.at) <= goodForMs)) return {};
  const price = plan.direction === 'LONG' ? quote.bid : quote.ask;
  return Decimal.tryParse(price)?.isPositive() === true ? { price } : {};
}
