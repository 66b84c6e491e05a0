import {
  Decimal,
  type Decision,
  grossRewardToRisk,
  type Message,
  type RunSummary,
  type TradePlan,
} from '@tradewarden/core';
import { after, body, list, paragraph, strong, text } from '../message/build.ts';
import { twoPlaces, upToCent } from './figures.ts';
import { directionMark } from './signal-sections.ts';

export interface BatchSummary {
  readonly runId: string;
  readonly summary: RunSummary;
  /** Decisions that approve something. */
  readonly taken: readonly Decision[];
  /** How many plans are listed; default 5. */
  readonly limit?: number;
}

interface Taken {
  readonly plan: TradePlan;
  readonly decision: Decision;
}

/** The best plans of a run by score (ties: R:R, then symbol), its statistics, and the regimes. */
export function batchSummaryMessage({ runId, summary, taken, limit = 5 }: BatchSummary): Message {
  const plans = taken
    .flatMap((decision): Taken[] => ('unparsed' in decision.plan ? [] : [{ plan: decision.plan, decision }]))
    .toSorted(byScore);
  const longs = plans.filter(({ plan }) => plan.direction === 'LONG').length;
  const risk = plans.reduce((sum, { decision }) => sum.plus(decision.sizing?.riskAtStop ?? 0), Decimal.zero);
  const ratios = plans.reduce((sum, { plan }) => sum.plus(blended(plan)), Decimal.zero);
  const average = plans.length === 0 ? '–' : twoPlaces(ratios.dividedBy(plans.length));
  const codes = Object.entries(summary.byCode).map(([code, count]) => `${code} ${count}`);
  const rest = plans.length - Math.min(plans.length, limit);
  return {
    kind: 'batch-summary',
    severity: 'info',
    title: `${summary.approved + summary.resized} of ${summary.received} plans approved`,
    fields: [],
    body: body(
      ...(plans.length === 0
        ? []
        : [
            list(
              ...plans
                .slice(0, limit)
                .map(({ plan }) => [
                  strong(`${directionMark(plan)} ${plan.symbol}`),
                  after(
                    `${plan.direction} @ ${plan.entry.near} · ${plan.score ?? '–'}/100 · ${twoPlaces(blended(plan))} R`,
                  ),
                ]),
            ),
          ]),
      ...(rest === 0 ? [] : [paragraph(text(`+ ${rest} more`))]),
      list(
        [
          strong('Approved'),
          after(
            `${summary.approved}, resized ${summary.resized}, rejected ${summary.rejected}, duplicate ${summary.duplicate}`,
          ),
        ],
        ...(codes.length === 0 ? [] : [[strong('Refused for'), after(codes.join(', '))]]),
        [strong('Long : short'), after(`${longs} : ${plans.length - longs}`)],
        [strong('Average R:R'), after(average)],
        [strong('Risk if all are taken'), after(upToCent(risk.toString()))],
        [strong('Regimes'), after(regimes(plans))],
      ),
    ),
    actions: [],
    dedupeKey: runId,
  };
}

const blended = (plan: TradePlan): Decimal =>
  plan.targets.reduce(
    (sum, target) => sum.plus(grossRewardToRisk(plan, target).times(target.percent).dividedBy(100)),
    Decimal.zero,
  );

function byScore(left: Taken, right: Taken): number {
  const score = Decimal.of(right.plan.score ?? '-1').compare(left.plan.score ?? '-1');
  if (score !== 0) return score;
  const ratio = blended(right.plan).compare(blended(left.plan));
  if (ratio !== 0) return ratio;
  return left.plan.symbol < right.plan.symbol ? -1 : 1;
}

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
