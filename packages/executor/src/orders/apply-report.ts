import type { Execution, Fill, OrderReport } from '@tradewarden/core';

/** How far an order has come; a report never takes it back. */
const rank: Readonly<Record<Execution['status'], number>> = {
  journaled: 0,
  sending: 1,
  unknown: 1,
  working: 2,
  open: 3,
  closed: 4,
  expired: 4,
  cancelled: 4,
  rejected: 4,
  'not-placed': 4,
};

/**
 * The execution after a report. Fills are applied once, by trade id, and a status never goes back: order and
 * repetition of reports make no difference.
 */
export function applyReport(execution: Execution, report: OrderReport): Execution {
  const known = new Set(execution.fills.map(({ tradeId }) => tradeId));
  const news = report.fills.filter(({ tradeId }) => !known.has(tradeId));
  const status: Execution['status'] =
    rank[report.status] > rank[execution.status] ? report.status : execution.status;
  if (news.length === 0 && status === execution.status) return execution;
  const fills = [...execution.fills, ...news].toSorted(byTradeId);
  return {
    ...execution,
    status,
    fills,
    updatedAt: Math.max(execution.updatedAt, report.at),
    ...(report.code === undefined ? {} : { code: report.code }),
  };
}

/** Trade ids of one order end in their number. */
const byTradeId = (left: Fill, right: Fill): number => numberOf(left) - numberOf(right);
const numberOf = ({ tradeId }: Fill): number => Number(tradeId.slice(tradeId.lastIndexOf('/') + 1));
