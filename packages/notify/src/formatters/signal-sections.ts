import {
  type Decision,
  Decimal,
  decisionCodes,
  grossRewardToRisk,
  type MessageBlock,
  type RuleCode,
  symbolParts,
  type TradePlan,
  worstEntry,
} from '@tradewarden/core';
import { after, list, paragraph, strong, text } from '../message/build.ts';
import { signedPercent, twoPlaces, upToCent } from './figures.ts';

export const directionMark = ({ direction }: Pick<TradePlan, 'direction'>): string =>
  direction === 'LONG' ? '🟢' : '🔴';

/** Entry zone, stop and targets; every ratio from the prices, at the worst edge of the zone. */
export function levels(plan: TradePlan): readonly MessageBlock[] {
  const entry = worstEntry(plan);
  const change = (price: string): string => signedPercent(Decimal.of(price).minus(entry).dividedBy(entry));
  return [
    list(
      [strong('Entry aggressive'), after(plan.entry.near)],
      [strong('Entry conservative'), after(plan.entry.far)],
      [strong('Stop'), after(`${plan.stop.price} (${change(plan.stop.price)})`)],
    ),
    list(
      ...plan.targets.map((target, index) => [
        strong(`Target ${index + 1}`),
        after(`${target.price} (${twoPlaces(grossRewardToRisk(plan, target))} R, ${target.percent} %)`),
      ]),
    ),
  ];
}

/** Risk, reward and size of an approved plan. */
export function riskMetrics(plan: TradePlan, decision: Decision | undefined): readonly MessageBlock[] {
  const blended = plan.targets.reduce(
    (sum, target) => sum.plus(grossRewardToRisk(plan, target).times(target.percent).dividedBy(100)),
    Decimal.zero,
  );
  const sizing = decision?.verdict === 'rejected' ? undefined : decision?.sizing;
  const { base } = symbolParts(plan.symbol);
  const rows =
    sizing === undefined
      ? []
      : [
          [
            strong('Risk'),
            after(
              `${upToCent(sizing.riskPercent)} % (${upToCent(sizing.riskAtStop)} at the stop, costs included)`,
            ),
          ],
          [strong('Size'), after(`${sizing.quantity} ${base} (${twoPlaces(sizing.notional)})`)],
        ];
  return [list([strong('R:R'), after(`${twoPlaces(blended)} blended`)], ...rows)];
}

export function confluence(plan: TradePlan): readonly MessageBlock[] {
  const { factors = [], conflicts = [] } = plan.confluence ?? {};
  const found = factors.map(({ name, score, weight, detail }) => [
    text(
      `${Decimal.of(score).isPositive() ? '✓' : '✗'} ${name} (weight ${weight})${detail === undefined ? '' : ` ${detail}`}`,
    ),
  ]);
  return [
    ...(found.length === 0 ? [] : [list(...found)]),
    ...(conflicts.length === 0 ? [] : [paragraph(strong('Conflicts'), after(conflicts.join('; ')))]),
  ];
}

export function rationale(plan: TradePlan): readonly MessageBlock[] {
  const reasons = [plan.rationale, plan.entry.rationale, plan.stop.rationale].filter(
    (reason) => reason !== undefined,
  );
  return reasons.map((reason) => paragraph(text(reason)));
}

/** Why a decision refused or cut: the code and its sentence. */
export function refusals(decision: Decision | undefined): readonly MessageBlock[] {
  const found = (decision?.rules ?? []).filter(
    ({ severity, status }) => severity === 'block' && (status === 'fail' || status === 'indeterminate'),
  );
  if (found.length === 0) return [];
  return [
    list(
      ...found.map(({ code = '', effect, message }) => [
        strong(effect === 'resize' ? 'Cut' : 'Refused'),
        after(`${code}: ${sentenceOf(code)} ${message}`),
      ]),
    ),
  ];
}

const sentenceOf = (code: string): string =>
  decisionCodes[code as Exclude<RuleCode, `${string}/${string}`>]?.sentence ?? '';
