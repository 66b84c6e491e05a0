import { defaultInstrument, type Instrument, type TradePlan } from '@tradewarden/core';
import type { FactReader } from '../rules/rule.ts';

/** Of the market, or what is assumed where none is configured. */
export function instrumentOf(plan: TradePlan, facts: Pick<FactReader, 'find'>): Instrument {
  const fact = facts.find('instrument');
  return fact?.status === 'known' ? (fact.value as unknown as Instrument) : defaultInstrument(plan.symbol);
}
