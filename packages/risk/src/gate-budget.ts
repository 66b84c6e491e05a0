import { Decimal, settlementOf, tierOf, type TradePlan } from '@tradewarden/core';
import { drawdownMultiplier } from './breakers/drawdown-multiplier.ts';
import type { GateConfiguration } from './gate-configuration.ts';
import type { Limits } from './limits/limits.ts';
import { type FactReader, indeterminate, pass, type RuleOutcome } from './rules/rule.ts';
import { instrumentOf } from './sizing/instrument-of.ts';
import { kellyFraction, type TradeRecord } from './sizing/kelly.ts';
import type { Multipliers } from './sizing/multipliers.ts';
import { adjustForVolatility } from './sizing/original-sizing.ts';
import type { SizeRequest } from './sizing/size-position.ts';

/** Keys of the facts that the size of this plan is computed from. */
export function sizingNeeds(
  plan: TradePlan,
  facts: FactReader,
  { limits, unit, multiplierFacts }: GateConfiguration,
): readonly string[] {
  const settled = settlementOf(instrumentOf(plan, facts)).currency;
  const model = limits.word('sizing.model');
  return [
    'equity',
    'exposure',
    ...(facts.find('instrument')?.status === 'absent' ? [] : ['instrument']),
    ...(settled === unit.currency ? [] : [`fx.${settled}`]),
    ...(model === 'atr' ? ['atr'] : []),
    ...(model === 'kelly' ? ['trades'] : []),
    ...multiplierFacts,
  ];
}

/** Whether the model of the budget has enough to go by. */
export function modelProblem(facts: FactReader, limits: Limits): RuleOutcome {
  if (limits.word('sizing.model') === 'kelly' && kellyOf(facts, limits) === undefined) {
    const least = limits.word('sizing.kellySample');
    const observed = String((facts.value('trades') as unknown as TradeRecord).sample);
    const message = `${observed} closed trades, at least ${least} needed for a Kelly fraction`;
    return indeterminate('DATA_UNKNOWN', message, { observed, limit: least, unit: 'trades' });
  }
  return pass('everything that the size needs is known');
}

/** What may be lost at the stop; and for `atr` the distance that is assumed to be lost at least. */
export function budgetOf(facts: FactReader, limits: Limits): Pick<SizeRequest, 'budget' | 'leastDistance'> {
  const equity = Decimal.of(facts.value('equity') as string);
  const fraction = limits.number('risk.perTrade');
  switch (limits.word('sizing.model')) {
    case 'fixed-amount':
      return { budget: limits.number('sizing.amount') };
    case 'kelly':
      return { budget: equity.times(Decimal.min(fraction, kellyOf(facts, limits) ?? 0)) };
    case 'atr':
      return {
        budget: equity.times(fraction),
        leastDistance: Decimal.of(facts.value('atr') as string).times(limits.number('sizing.atrMultiple')),
      };
    default:
      return { budget: equity.times(fraction) };
  }
}

const kellyOf = (facts: FactReader, limits: Limits): Decimal | undefined =>
  kellyFraction(facts.value('trades') as unknown as TradeRecord, {
    fraction: limits.number('sizing.kellyFraction'),
    minimumSample: limits.number('sizing.kellySample').toNumber(),
  });

/** What scales the budget of this plan; those that are 1 are left out. */
export function multipliersOf(
  plan: TradePlan,
  facts: FactReader,
  { limits, multiplierFacts }: GateConfiguration,
): Multipliers {
  const all: (readonly [string, string])[] = [
    ['volatility', adjustForVolatility(1, plan.atrRatio ?? 1, limits.number('sizing.volatility'))],
    ['regime', limits.word(`sizing.regime.${plan.regime ?? 'unknown'}`)],
    ['tier', limits.word(`sizing.tier.${tierOf(plan.score)}`)],
    ['drawdown', drawdownMultiplier({ facts, limits })],
    ...multiplierFacts.map((key) => [key.slice('multiplier.'.length), facts.value(key) as string] as const),
  ];
  return Object.fromEntries(all.filter(([, factor]) => !Decimal.of(factor).eq(1)));
}

/** Account currency for one unit of what the market settles in. */
export function rateOf(plan: TradePlan, facts: FactReader, currency: string): Decimal {
  const settled = settlementOf(instrumentOf(plan, facts)).currency;
  return settled === currency
    ? Decimal.one
    : Decimal.of(facts.value(`fx.${settled}`) as string, `fx.${settled}`);
}
