import { Decimal, type TradePlan } from '@tradewarden/core';
import type { FactReader } from './rule.ts';

/** What the market says now, as numbers. */
export function readQuote(facts: FactReader): { readonly bid: Decimal; readonly ask: Decimal } {
  const { bid, ask } = facts.value('quote') as { readonly bid: string; readonly ask: string };
  return { bid: Decimal.of(bid, 'bid'), ask: Decimal.of(ask, 'ask') };
}

/** Whether a price is at `level` or beyond it, seen towards the targets of the plan. */
export const hasReached = (plan: Pick<TradePlan, 'direction'>, price: Decimal, level: string): boolean =>
  plan.direction === 'LONG' ? price.gte(level) : price.lte(level);

/** Whether a price is at the stop or beyond it. */
export const hasStopped = (plan: Pick<TradePlan, 'direction' | 'stop'>, price: Decimal): boolean =>
  plan.direction === 'LONG' ? price.lte(plan.stop.price) : price.gte(plan.stop.price);
