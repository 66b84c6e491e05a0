import type { ScanReport } from '@tradewarden/example-scan';
import { table } from '../console/tables.ts';

const milliseconds = (value: number): string => `${Math.round(value)} ms`;
const percent = (share: number): string => `${(share * 100).toFixed(0)} %`;

/** The summary of a demo for people. */
export function demoText(report: ScanReport, database: string, message: string | undefined): string {
  const { summary, results, exposure, notifications } = report;
  const rate = results.hitRate;
  const hit =
    rate.status === 'known'
      ? `${percent(rate.rate)} of ${rate.sample} (95 % between ${percent(rate.low)} and ${percent(rate.high)})`
      : 'too few results';
  const codes = Object.entries(summary.byCode).map(([code, count]) => [`  ${code}`, String(count)]);
  const rows = [
    ['plans', `${summary.received} from ${report.symbols.length} symbols over ${report.bars} bars`],
    ['approved', String(summary.approved)],
    ['resized', String(summary.resized)],
    ['rejected', String(summary.rejected)],
    ...codes,
    [
      'exposure',
      `${exposure.notional} held now in ${exposure.positions} positions, ${exposure.highest} at most`,
    ],
    [
      'results',
      `${results.totalR.round(2, 'half-even').toString()} R over ${results.wins} wins, ${results.losses} losses, ${results.scratches} scratches; ${results.unfilled} unfilled, ${results.open} open`,
    ],
    ['hit rate', hit],
    [
      'profit',
      `${results.profit.round(2, 'floor').toString()} after ${results.fees.round(2, 'ceil').toString()} fees (simulated)`,
    ],
    [
      'messages',
      `${notifications.delivered} delivered, ${notifications.expired} expired, ${notifications.dead} dead`,
    ],
    ['time deciding', milliseconds(report.decidingMs)],
    ['time in commits', milliseconds(report.committingMs)],
    [
      'audit',
      `${report.sealed} records sealed, signed by ${report.keys.length === 0 ? 'nobody' : 'a key beside the database'}`,
    ],
    ['database', database],
  ];
  const next = [
    '',
    'Try next (npx tradewarden, from the repository):',
    `  tradewarden audit verify --store sqlite:${database}`,
    `  tradewarden exposure --mode paper --store sqlite:${database}`,
    '  tradewarden demo --candles DIR        your own candles, SYMBOL_1h.csv',
    '  tradewarden run plans.ndjson --json   your own plans',
    '  examples/scan                         the scanner behind this demo',
  ];
  const last = message === undefined ? [] : ['The last message was:', '', message.trimEnd(), ''];
  return `${[...last, table(rows), ...next].join('\n')}\n`;
}
