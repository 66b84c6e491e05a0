import {
  type Decision,
  Decimal,
  decisionCodes,
  grossRewardToRisk,
  type RuleCode,
  symbolParts,
  type TradePlan,
  worstEntry,
} from '@tradewarden/core';
import { safeUrl } from '../templates/fill-inlines.ts';
import type { TemplateView } from '../templates/template-problem.ts';
import { signedPercent, twoPlaces, upToCent, upToPercent } from './figures.ts';

export const directionMark = ({ direction }: Pick<TradePlan, 'direction'>): string =>
  direction === 'LONG' ? '🟢' : '🔴';

/** Gross reward over risk of the targets, weighted by their shares. */
export const blendedRewardToRisk = (plan: TradePlan): Decimal =>
  plan.targets.reduce(
    (sum, target) => sum.plus(grossRewardToRisk(plan, target).times(target.percent).dividedBy(100)),
    Decimal.zero,
  );

/** What `signal.md` may speak of. Every ratio comes from the prices, at the worst edge of the entry zone. */
export function signalView(plan: TradePlan, decision?: Decision): TemplateView {
  const entry = worstEntry(plan);
  const { base, quote } = symbolParts(plan.symbol);
  const sizing = decision?.verdict === 'rejected' ? undefined : decision?.sizing;
  const { factors = [], conflicts = [] } = plan.confluence ?? {};
  const stopChange = Decimal.of(plan.stop.price).minus(entry).dividedBy(entry);
  return {
    mark: directionMark(plan),
    direction: plan.direction,
    symbol: plan.symbol,
    base,
    quote,
    score: plan.score,
    style: plan.style,
    timeframe: plan.timeframe,
    regime: plan.regime,
    context: [plan.timeframe, plan.regime].filter((part) => part !== undefined).join(' · '),
    verdict: decision === undefined || decision.verdict === 'approved' ? undefined : decision.verdict,
    entry: { near: plan.entry.near, far: plan.entry.far },
    stop: { price: plan.stop.price, change: signedPercent(stopChange) },
    targets: plan.targets.map((target, index) => ({
      number: index + 1,
      price: target.price,
      percent: target.percent,
      rewardToRisk: twoPlaces(grossRewardToRisk(plan, target)),
    })),
    rewardToRisk: twoPlaces(blendedRewardToRisk(plan)),
    risk:
      sizing === undefined
        ? undefined
        : { percent: upToPercent(sizing.riskPercent), amount: upToCent(sizing.riskAtStop) },
    size:
      sizing === undefined
        ? undefined
        : { quantity: sizing.quantity, notional: twoPlaces(sizing.notional), entry: sizing.entry },
    refusals: refusals(decision),
    factors: factors.map(({ name, score, weight, detail }) => ({
      mark: Decimal.of(score).isPositive() ? '✓' : '✗',
      name,
      weight,
      score,
      detail,
    })),
    conflicts: conflicts.join('; '),
    rationales: [
      plan.rationale,
      labelled('Entry', plan.entry.rationale),
      labelled('Stop', plan.stop.rationale),
    ].filter((reason) => reason !== undefined),
    chart: chart(plan.chartUrl),
    planId: plan.planId,
    source: plan.source,
    createdAt: plan.createdAt,
    expiresAt: plan.expiresAt,
  };
}

const labelled = (label: string, reason: string | undefined): string | undefined =>
  reason === undefined ? undefined : `${label}: ${reason}`;

function chart(given: string | undefined): TemplateView | undefined {
  const url = given === undefined ? undefined : safeUrl(given);
  return url === undefined ? undefined : { url, host: new URL(url).host };
}

/** Why a decision refused, or else cut: the code and its sentence. How much less it might have been is no matter then. */
function refusals(decision: Decision | undefined): readonly TemplateView[] {
  const blocking = (decision?.rules ?? []).filter(
    ({ severity, status }) => severity === 'block' && (status === 'fail' || status === 'indeterminate'),
  );
  const refusing = blocking.filter(({ effect }) => effect !== 'resize');
  return (refusing.length > 0 ? refusing : blocking).map(({ code = '', effect, message }) => ({
    word: effect === 'resize' ? 'Cut' : 'Refused',
    code,
    sentence: decisionCodes[code as Exclude<RuleCode, `${string}/${string}`>]?.sentence ?? '',
    message,
  }));
}
