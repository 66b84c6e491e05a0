import { Decimal, type Decision, type Message, type RunSummary, type TradePlan } from '@tradewarden/core';
import { builtInTemplates } from '../templates/built-in-templates.ts';
import type { TemplateView } from '../templates/template-problem.ts';
import type { Template } from '../templates/template.ts';
import { twoPlaces, upToCent } from './figures.ts';
import { blendedRewardToRisk, directionMark } from './signal-view.ts';

export type TakenPlan = Pick<Decision, 'plan'> & Partial<Pick<Decision, 'sizing'>>;

export interface BatchSummary {
  readonly runId: string;
  readonly summary: RunSummary;
  /** Decisions that approve something, or plans that nobody has sized. */
  readonly taken: readonly TakenPlan[];
  /** How many plans are listed; default 5. */
  readonly limit?: number;
}

interface Taken {
  readonly plan: TradePlan;
  readonly riskAtStop: string | undefined;
  readonly ratio: Decimal;
}

/** The best plans of a run by score (ties: R:R, then symbol), its statistics, and the regimes. */
export const batchSummaryMessage = (
  batch: BatchSummary,
  template: Template = builtInTemplates['batch-summary'],
): Message => ({
  kind: 'batch-summary',
  severity: 'info',
  ...template.compose(batchSummaryView(batch)),
  fields: [],
  actions: [],
  document: { schemaVersion: 1, runId: batch.runId, summary: { ...batch.summary } },
  dedupeKey: batch.runId,
});

/** What `batch-summary.md` may speak of. `totalRisk` and `averageRewardToRisk` cover all that is taken, not the listed alone. */
function batchSummaryView({ summary, taken, limit = 5 }: BatchSummary): TemplateView {
  const plans = taken
    .flatMap((decision): Taken[] =>
      'unparsed' in decision.plan
        ? []
        : [
            {
              plan: decision.plan,
              riskAtStop: decision.sizing?.riskAtStop,
              ratio: blendedRewardToRisk(decision.plan),
            },
          ],
    )
    .toSorted(byScore);
  const longs = plans.filter(({ plan }) => plan.direction === 'LONG').length;
  const risk = plans.reduce((sum, { riskAtStop }) => sum.plus(riskAtStop ?? 0), Decimal.zero);
  const ratios = plans.reduce((sum, { ratio }) => sum.plus(ratio), Decimal.zero);
  return {
    scanned: summary.received,
    taken: summary.approved + summary.resized,
    approved: summary.approved,
    resized: summary.resized,
    rejected: summary.rejected,
    duplicate: summary.duplicate,
    unreadable: summary.unreadable,
    failed: summary.failed,
    refusals: Object.entries(summary.byCode)
      .map(([code, count]) => `${code} ${count}`)
      .join(', '),
    top: plans.slice(0, limit).map(({ plan, ratio }) => ({
      mark: directionMark(plan),
      symbol: plan.symbol,
      direction: plan.direction,
      entry: plan.entry.near,
      score: plan.score,
      rewardToRisk: twoPlaces(ratio),
    })),
    more: plans.length > limit ? plans.length - limit : undefined,
    longs,
    shorts: plans.length - longs,
    averageRewardToRisk: plans.length === 0 ? '–' : twoPlaces(ratios.dividedBy(plans.length)),
    totalRisk: plans.some(({ riskAtStop }) => riskAtStop !== undefined) ? upToCent(risk.toString()) : '',
    regimes: regimes(plans),
  };
}

function byScore(left: Taken, right: Taken): number {
  const score = Decimal.of(right.plan.score ?? '-1').compare(left.plan.score ?? '-1');
  if (score !== 0) return score;
  const ratio = right.ratio.compare(left.ratio);
  if (ratio !== 0) return ratio;
  return left.plan.symbol < right.plan.symbol ? -1 : 1;
}

/** How many of the taken plans stand in each regime, with their average score. */
function regimes(plans: readonly Taken[]): string {
  const counts = new Map<string, number>();
  for (const { plan } of plans) {
    const regime = plan.regime ?? 'unknown';
    counts.set(regime, (counts.get(regime) ?? 0) + 1);
  }
  return counts.size === 0
    ? '–'
    : [...counts]
        .toSorted(([left], [right]) => (left < right ? -1 : 1))
        .map(([regime, count]) => `${regime} ${count}`)
        .join(', ');
}
