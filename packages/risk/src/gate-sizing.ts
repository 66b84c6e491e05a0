import {
  Decimal,
  defaultInstrument,
  grossRewardToRisk,
  type Instrument,
  netRewardToRisk,
  type Sizing,
  type TradePlan,
  unitPlaces,
} from '@tradewarden/core';
import { capAmount, caps } from './exposure/caps.ts';
import { costsOf } from './limits/costs-of.ts';
import type { Limits } from './limits/limits.ts';
import type { ExposureFact } from './rules/internal-facts.ts';
import type { FactReader } from './rules/rule.ts';
import { type Headroom, type PositionSize, sizePosition } from './sizing/size-position.ts';

/** The size within the budget and the free capacity of every cap. Needs the facts `equity` and `exposure`. */
export function sizeOf(plan: TradePlan, facts: FactReader, limits: Limits): PositionSize {
  const equity = Decimal.of(facts.value('equity') as string);
  const exposure = facts.value('exposure') as unknown as ExposureFact;
  const headroom = caps.flatMap((cap): Headroom[] => {
    const amount = capAmount(cap, limits, equity);
    if (amount === undefined) return [];
    return [{ id: cap.id, measure: cap.measure, free: Decimal.max(amount.minus(cap.used(exposure)), 0) }];
  });
  return sizePosition({
    plan,
    budget: equity.times(limits.number('risk.perTrade')),
    costs: costsOf(limits),
    instrument: instrumentOf(plan, facts),
    minimumNotional: equity.times(limits.number('size.min')),
    headroom,
  });
}

function instrumentOf(plan: TradePlan, facts: FactReader): Instrument {
  const fact = facts.find('instrument');
  return fact?.status === 'known' ? (fact.value as unknown as Instrument) : defaultInstrument(plan.symbol);
}

/** The size as it stands in the decision. */
export function sizingOf(plan: TradePlan, size: PositionSize, facts: FactReader, limits: Limits): Sizing {
  const notional = size.quantity.times(size.entry);
  const risk = size.quantity.times(size.unitRisk).round(unitPlaces, 'ceil');
  const equity = Decimal.of(facts.value('equity') as string);
  const costs = costsOf(limits);
  const shown = (ratio: Decimal): string => ratio.round(4, 'floor').toString();
  return {
    quantity: size.quantity.toString(),
    notional: notional.toString(),
    margin: notional
      .dividedBy(plan.leverage ?? '1')
      .round(unitPlaces, 'ceil')
      .toString(),
    riskAtStop: risk.toString(),
    riskPercent: risk.times(100).dividedBy(equity).round(unitPlaces, 'ceil').toString(),
    requestedQuantity: size.requestedQuantity.toString(),
    ...(size.boundBy === undefined ? {} : { boundBy: size.boundBy }),
    entry: size.entry.toString(),
    rewardToRisk: plan.targets.map((target) => ({
      target: target.price,
      gross: shown(grossRewardToRisk(plan, target)),
      net: shown(netRewardToRisk(plan, target, costs)),
    })),
  };
}
