import { Decimal, type DecimalString, type Quote } from '@tradewarden/core';
import { ofRole } from '../plan-steps/plan-order.ts';
import { limitedCall } from '../submit/limited-call.ts';
import type { OrderLine } from '../submit/order-line.ts';
import type { OpenPlan } from './handovers-due.ts';

/** A quote that is further from now than this, in milliseconds, moves no stop. */
const goodForMs = 10_000;

/** Quotes that one pass has asked for, by symbol: none is asked for twice. */
export type AskedQuotes = Map<string, Promise<Quote | undefined>>;

/**
 * For a plan that holds something and whose stop follows the price: at what it could be left now. Nothing without a fresh
 * quote: the stop stays.
 */
export async function leavingPrice(
  { venue, clock }: Pick<OrderLine, 'venue' | 'clock'>,
  { journalled: { plan }, orders }: OpenPlan,
  { now, asked }: { readonly now: number; readonly asked: AskedQuotes },
): Promise<{ readonly price?: DecimalString }> {
  const { market } = venue;
  const holds = ofRole(orders, 'entry').some(({ view }) => view.filled.isPositive());
  if (plan.trail === undefined || market === undefined || !holds) return {};
  const none = (): Quote | undefined => undefined;
  const asking =
    asked.get(plan.symbol) ?? limitedCall(clock, (signal) => market.quote(plan.symbol, signal), none);
  asked.set(plan.symbol, asking);
  const quote = await asking;
  if (quote === undefined || !(Math.abs(now - quote.at) <= goodForMs)) return {};
  const price = plan.direction === 'LONG' ? quote.bid : quote.ask;
  return Decimal.tryParse(price)?.isPositive() === true ? { price } : {};
}
