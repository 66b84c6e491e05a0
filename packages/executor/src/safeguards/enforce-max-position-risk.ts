import { Decimal } from '@tradewarden/core';
import type { VenuePosition } from '@tradewarden/core/venue';
import type { JournalledPlan } from '../order-journal/journalled-plan.ts';
import { heldBy, planRisk, type RiskCosts } from './plan-risk.ts';
import { heldUp, refused, type SafeguardRefusal } from './safeguard-codes.ts';
import type { SafeguardLimits } from './safeguard-limits.ts';

export interface RiskContext {
  readonly journalled: JournalledPlan;
  /** All open plans; this one may be among them and counts once. */
  readonly open: readonly JournalledPlan[];
  /** All that the venue holds; `undefined`: it could not be read. */
  readonly positions: readonly VenuePosition[] | undefined;
}

type RiskLimits = RiskCosts & Pick<SafeguardLimits, 'maximumSymbolRisk' | 'maximumAccountRisk'>;

/**
 * What positions, working and unknown orders and this plan lose together at their stops, against the limits of the symbol
 * and of the account. What no plan accounts for has no stop of ours, and counts with its whole value.
 */
export function enforceMaxPositionRisk(
  { journalled, open, positions }: RiskContext,
  limits: RiskLimits,
): SafeguardRefusal | undefined {
  const { maximumSymbolRisk, maximumAccountRisk } = limits;
  if (maximumSymbolRisk === undefined && maximumAccountRisk === undefined) return undefined;
  if (positions === undefined) return heldUp('RISK_UNKNOWN', 'the positions of the venue cannot be read');
  const plans = [journalled, ...open.filter(({ decisionId }) => decisionId !== journalled.decisionId)];
  const { symbol } = journalled.plan;
  const riskOf = (some: readonly JournalledPlan[], held: readonly VenuePosition[]): Decimal =>
    [
      ...some.map((plan) => planRisk(plan, limits)),
      ...held.map((position) => strangeWorth(position, some)),
    ].reduce((sum, risk) => sum.plus(risk), Decimal.zero);
  const here = riskOf(
    plans.filter(({ plan }) => plan.symbol === symbol),
    positions.filter((position) => position.symbol === symbol),
  );
  if (maximumSymbolRisk !== undefined && here.gt(maximumSymbolRisk))
    return refused('RISK_LIMIT', `${symbol}: ${here.toString()} at risk, allowed are ${maximumSymbolRisk}`);
  const everywhere = riskOf(plans, positions);
  return maximumAccountRisk !== undefined && everywhere.gt(maximumAccountRisk)
    ? refused('RISK_LIMIT', `${everywhere.toString()} at risk, allowed are ${maximumAccountRisk}`)
    : undefined;
}

/** Value of what no plan accounts for. */
function strangeWorth(
  { symbol, quantity, entryPrice, markPrice }: VenuePosition,
  plans: readonly JournalledPlan[],
): Decimal {
  const ours = plans
    .filter(({ plan }) => plan.symbol === symbol)
    .reduce((sum, plan) => sum.plus(heldBy(plan)), Decimal.zero);
  const strange = Decimal.of(quantity).minus(ours);
  const size = strange.isNegative() ? Decimal.zero.minus(strange) : strange;
  return size.times(Decimal.max(entryPrice, markPrice ?? entryPrice));
}
