import type { WhatIfReport, WhatIfSide } from '@tradewarden/risk';
import { table } from '../console/tables.ts';

const examplesShown = 10;
const verdicts = ['approved', 'resized', 'rejected'] as const;

/** What other limits would have made of recorded plans, for people. */
export function whatIfText(report: WhatIfReport): string {
  const { compared, changed, limits, notCompared } = report;
  const asked = Object.entries(limits).map(
    ([key, { recorded, other }]) => `${key} = ${other} (was ${recorded.join(', then ')})`,
  );
  const head = `What if ${asked.join(', ')}: ${changed} of ${compared} decisions would have been others`;
  const gaps = notCompared.map(
    ({ count, reason, message, sequence, planId }) =>
      `not compared: ${count}, ${reason}: ${message} (first: record ${sequence}, plan ${planId})`,
  );
  const parts =
    compared === 0 ? [head] : [head, sidesTable(report), ...changesOf(report), ...assumptions(report)];
  return `${[...parts, ...(gaps.length === 0 ? [] : [gaps.join('\n')])].join('\n\n')}\n`;
}

function sidesTable({ verdicts: { recorded, other }, amounts }: WhatIfReport): string {
  return table(
    [
      ['', 'recorded', 'what if'],
      ...verdicts.map((verdict) => [verdict, String(recorded[verdict]), String(other[verdict])]),
      ['notional given out', amounts.recorded.notional, amounts.other.notional],
      ['at risk, of that', amounts.recorded.riskAtStop, amounts.other.riskAtStop],
      ['most held at once', amounts.recorded.peakNotional, amounts.other.peakNotional],
    ],
    [1, 2],
  );
}

function changesOf({ changed, moves, rules, examples }: WhatIfReport): readonly string[] {
  if (changed === 0) return [];
  const moved = moves.map(({ from, to, count }) => [
    String(count),
    from === to ? `${from} in another size` : `${from}, would have been ${to}`,
  ]);
  const inTheWay = rules
    .filter(({ recorded, other }) => JSON.stringify(recorded) !== JSON.stringify(other))
    .map(({ id, recorded, other }) =>
      [id, recorded.rejected, recorded.resized, other.rejected, other.resized].map(String),
    );
  const shown = examples.slice(0, examplesShown);
  const rows = shown.map(({ planId, symbol, recorded, other }) => [
    planId,
    symbol,
    sideText(recorded),
    sideText(other),
  ]);
  return [
    table(moved, [0]),
    table([['rule', 'rejected', 'cut', 'would reject', 'would cut'], ...inTheWay], [1, 2, 3, 4]),
    table([['plan', 'symbol', 'recorded', 'what if'], ...rows]) +
      (changed > shown.length ? `\n… and ${changed - shown.length} more` : ''),
  ];
}

const sideText = ({ verdict, notional, because }: WhatIfSide): string =>
  `${verdict}${notional === undefined ? '' : ` ${notional}`}${because.length === 0 ? '' : ` (${because.join(', ')})`}`;

const assumptions = ({ heldUntilExpiry }: WhatIfReport): readonly string[] => [
  [
    'Decided one after the other: what would have been approved takes room from the plans after it.',
    'Room that was given back is given back when it was; everything else, trading states and losses too, is as recorded.',
    ...(heldUntilExpiry === 0
      ? []
      : [
          `${heldUntilExpiry} approvals that never happened are held until their plans expire: what became of them nobody knows.`,
        ]),
  ].join('\n'),
];
