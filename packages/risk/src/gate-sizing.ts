import { Decimal, settlementOf, type Sizing, type TradePlan } from '@tradewarden/core';
import { type Cap, capAmount, type CapBasis } from './exposure/caps.ts';
import { type ExposureFact, type PlanScopes, usedUnder } from './exposure/cap-scopes.ts';
import type { GateConfiguration } from './gate-configuration.ts';
import { applies } from './gate-reservation.ts';
import { budgetOf, multipliersOf, rateOf } from './gate-budget.ts';
import { costsOf } from './limits/costs-of.ts';
import type { FactReader } from './rules/rule.ts';
import { rewardToRisk } from './sizing/reward-to-risk.ts';
import type { Multipliers } from './sizing/multipliers.ts';
import { type Headroom, type PositionSize, sizePosition } from './sizing/size-position.ts';
import { instrumentOf } from './sizing/instrument-of.ts';

/** A size, and how it stands in the decision. */
export interface GateSize {
  readonly size: PositionSize;
  readonly sizing: Sizing;
}

/** The size within the budget and the free capacity of every cap. Needs what `sizing.facts` asks for. */
export function sizeOf(
  plan: TradePlan,
  facts: FactReader,
  scopes: PlanScopes,
  configuration: GateConfiguration,
): GateSize {
  const { limits, caps, unit } = configuration;
  const equity = Decimal.of(facts.value('equity') as string);
  const multipliers = multipliersOf(plan, facts, configuration);
  const size = sizePosition({
    plan,
    ...budgetOf(facts, limits),
    costs: costsOf(limits),
    instrument: instrumentOf(plan, facts),
    minimumNotional: equity.times(limits.number('size.min')),
    multipliers,
    rate: rateOf(plan, facts, unit.currency),
    headroom: caps.flatMap((cap) =>
      headroomOf(cap, { facts, scopes, limits, equity, unitPlaces: unit.unitPlaces }),
    ),
  });
  return { size, sizing: sizingOf(plan, size, multipliers, facts, configuration) };
}

interface HeadroomInput extends CapBasis {
  readonly facts: FactReader;
  readonly scopes: PlanScopes;
}

/** What is free under a cap of an amount; nothing for a cap that is unlimited or does not concern the plan. */
function headroomOf(cap: Cap, { facts, scopes, ...basis }: HeadroomInput): readonly Headroom[] {
  const { id, measure } = cap;
  const amount = capAmount(cap, basis);
  if (measure === 'count' || amount === undefined || !applies(cap, facts)) return [];
  const under = usedUnder(cap, scopes, facts.value('exposure') as ExposureFact);
  return under === undefined ? [] : [{ id, measure, free: Decimal.max(amount.minus(under.used), 0) }];
}

const percentPlaces = 6;

function sizingOf(
  plan: TradePlan,
  size: PositionSize,
  multipliers: Multipliers,
  facts: FactReader,
  { limits, unit }: GateConfiguration,
): Sizing {
  const { notional, margin, riskAtStop } = size.amounts;
  const risk = riskAtStop.round(unit.unitPlaces, 'ceil');
  const equity = Decimal.of(facts.value('equity') as string);
  const costs = costsOf(limits);
  const { contract } = settlementOf(instrumentOf(plan, facts));
  const shown = (ratio: Decimal): string => ratio.round(4, 'floor').toString();
  return {
    quantity: size.quantity.toString(),
    notional: notional.toString(),
    margin: margin.round(unit.unitPlaces, 'ceil').toString(),
    riskAtStop: risk.toString(),
    riskPercent: risk.times(100).dividedBy(equity).round(percentPlaces, 'ceil').toString(),
    requestedQuantity: size.requestedQuantity.toString(),
    ...(size.boundBy === undefined ? {} : { boundBy: size.boundBy }),
    ...(Object.keys(multipliers).length === 0
      ? {}
      : {
          multipliers: Object.fromEntries(
            Object.entries(multipliers).map(([name, factor]) => [name, String(factor)]),
          ),
        }),
    entry: size.entry.toString(),
    rewardToRisk: plan.targets.map((target) => {
      const { gross, net } = rewardToRisk(plan, target, costs, contract);
      return { target: target.price, gross: shown(gross), net: shown(net) };
    }),
  };
}
