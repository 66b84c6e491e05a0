import { Decimal } from '@tradewarden/core';
import { fail, notApplicable, pass, type BuiltInRule } from './rule.ts';

/** What the budget alone asks for can be traded. Where a cap leaves too little, the cap refuses. */
export const sizeMinimum: BuiltInRule = {
  id: 'size.minimum',
  severity: 'block',
  needs: [],
  when: 'sized',
  codes: ['SIZE_BELOW_MINIMUM'],
  purpose: 'What the budget alone asks for can be traded.',
  check: ({ sized }) => {
    if (sized === undefined) return notApplicable('there is no size');
    const figures = {
      observed: sized.requestedQuantity.toString(),
      limit: sized.minimumQuantity.toString(),
      unit: 'base units',
    };
    return sized.requestedQuantity.lt(sized.minimumQuantity)
      ? fail(
          'SIZE_BELOW_MINIMUM',
          `${figures.observed} by the budget, at least ${figures.limit} can be traded`,
          figures,
        )
      : pass('the size can be traded', figures);
  },
};

/** The rounded size loses no more at its stop than the budget: the sizer's work, checked. */
export const riskPerTrade: BuiltInRule = {
  id: 'risk.per-trade',
  severity: 'block',
  needs: ['equity'],
  when: 'sized',
  codes: ['RISK_PER_TRADE_EXCEEDED'],
  purpose: 'The rounded size loses no more at its stop than risk.perTrade.',
  check: ({ sized, facts, limits, unitPlaces }) => {
    if (sized === undefined) return notApplicable('there is no size');
    const budget = Decimal.of(facts.value('equity') as string).times(limits.number('risk.perTrade'));
    const loss = sized.amounts.riskAtStop;
    const figures = {
      observed: loss.round(unitPlaces, 'ceil').toString(),
      limit: budget.round(unitPlaces, 'floor').toString(),
      unit: 'account currency',
    };
    return loss.gt(budget)
      ? fail(
          'RISK_PER_TRADE_EXCEEDED',
          `${figures.observed} at the stop, at most ${figures.limit} allowed`,
          figures,
        )
      : pass('the loss at the stop is within the budget', figures);
  },
};

/** Warns when the cap per symbol binds for this stop even with nothing else held, so that the risk per trade is a fiction. */
export const capDominatesRisk: BuiltInRule = {
  id: 'exposure.dominates-risk',
  severity: 'warn',
  needs: [],
  when: 'sized',
  codes: ['CAP_DOMINATES_RISK'],
  purpose: 'exposure.asset leaves room for risk.perTrade at this stop.',
  check: ({ sized, limits }) => {
    const cap = limits.decimal('exposure.asset');
    if (sized === undefined || cap === undefined) return notApplicable('exposure.asset is unlimited');
    const reachable = cap.times(sized.unitRisk).dividedBy(sized.perUnit.notional, 'floor');
    const wanted = limits.number('risk.perTrade');
    const figures = {
      observed: reachable.round(6, 'floor').toString(),
      limit: wanted.toString(),
      unit: 'fraction',
    };
    return reachable.lt(wanted)
      ? fail(
          'CAP_DOMINATES_RISK',
          `exposure.asset lets ${figures.observed} be lost at this stop, risk.perTrade says ${figures.limit}`,
          figures,
        )
      : pass('the cap leaves room for the risk per trade', figures);
  },
};
