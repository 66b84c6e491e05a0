import {
  capCounter,
  type CapUse,
  Decimal,
  type Sizing,
  type StageContext,
  type TradePlan,
} from '@tradewarden/core';
import { capAmount, caps } from './exposure/caps.ts';
import { claimName } from './gate-ledger.ts';
import type { Limits } from './limits/limits.ts';

/** Drafts the capacity that an approval takes, bounded by every cap, and the claim against double fire. */
export function draftReservation(
  plan: TradePlan,
  sizing: Sizing,
  context: StageContext,
  limits: Limits,
  equity: Decimal,
): void {
  const { ledger, draft, decisionId, now } = context;
  const amounts = { notional: Decimal.of(sizing.notional), riskAtStop: Decimal.of(sizing.riskAtStop) };
  const use = (scope: 'total' | 'symbol', measure: 'notional' | 'riskAtStop'): CapUse => {
    const cap = caps.find((candidate) => candidate.scope === scope && candidate.measure === measure);
    const max = cap === undefined ? undefined : capAmount(cap, limits, equity);
    return {
      counter: capCounter(scope === 'total' ? 'total' : { symbol: plan.symbol }, measure),
      amount: amounts[measure].toInteger(ledger.unitPlaces, 'ceil'),
      ...(max === undefined ? {} : { max: max.toInteger(ledger.unitPlaces, 'floor') }),
    };
  };
  const positions = limits.decimal('positions.max');
  ledger.reserve(draft, {
    reservationId: decisionId,
    planId: plan.planId,
    revision: plan.revision,
    source: plan.source,
    symbol: plan.symbol,
    direction: plan.direction,
    uses: [
      use('total', 'notional'),
      use('symbol', 'notional'),
      use('total', 'riskAtStop'),
      use('symbol', 'riskAtStop'),
      {
        counter: capCounter('total', 'count'),
        amount: 1,
        ...(positions === undefined ? {} : { max: positions.toInteger(0, 'floor') }),
      },
    ],
    expiresAt: plan.expiresAt,
  });
  draft.claim(
    claimName(plan),
    { planId: plan.planId, at: now },
    limits.number('fire.windowMs').toInteger(0, 'ceil'),
  );
}
