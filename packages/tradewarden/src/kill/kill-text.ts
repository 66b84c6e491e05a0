import type { KillReport } from '@tradewarden/executor';
import { type LatchDocument, latchLines } from '../states/latch-document.ts';

/** What `kill --json` prints. */
export interface KillDocument {
  /** Absent: this kill needs none, since it is about a part of the account only. */
  readonly flag?: { readonly path: string; readonly raised: boolean; readonly problem?: string };
  readonly latched: readonly LatchDocument[];
  /** Modes that are not known to be latched, with the reason. */
  readonly failed: readonly string[];
  /** What was done at the venue; absent: none is configured, or it was not reached. */
  readonly report?: KillReport;
  /** Why the venue was not reached. */
  readonly problem?: string;
}

/** What is done, and what is not, for people. */
export function killText({ flag, latched, failed, report, problem }: KillDocument, isWhole: boolean): string {
  const venue =
    report === undefined ? (isWhole && problem === undefined ? [noVenue] : []) : reportLines(report);
  return [
    ...(flag?.raised === true ? [`the flag is up: ${flag.path}; nobody enters while it is there`] : []),
    ...(flag?.raised === true && failed.length > 0 ? [flagOnly] : []),
    ...latched.flatMap(latchLines),
    ...venue,
    '',
  ].join('\n');
}

const noVenue =
  'no venue is configured here: orders that work are left to the serve that sent them, which follows the flag';
const flagOnly =
  'the flag alone stops entries; what is decided meanwhile is still recorded as approved. Kill again when the store can be written';

/** The report of a kill: its status, and all that is left. */
export function reportLines({
  status,
  residual,
  problems,
  latched,
  foreignOrders,
}: KillReport): readonly string[] {
  const { orders, positions, unknown } = residual;
  return [
    status,
    ...(latched.store ? [] : ['  the store is not latched']),
    ...orders.map(
      ({ symbol, side, quantity, clientOrderId }) =>
        `  left: order ${clientOrderId}, ${side} ${quantity} ${symbol}`,
    ),
    ...positions.map(({ symbol, quantity }) => `  left: ${quantity} ${symbol} held`),
    ...unknown.map((id) => `  left: nobody knows whether order ${id} stands`),
    ...(foreignOrders === 0 ? [] : [`  ${foreignOrders} orders of others were not touched`]),
    ...problems.map((text) => `  problem: ${text}`),
  ];
}
