import { type Execution, executionKey } from '@tradewarden/core';
import type { LedgerPlan } from '@tradewarden/testing';
import type { JournalledPlan } from '../src/order-journal/journalled-plan.ts';
import type { TradeExecutor } from '../src/trade-executor.ts';
import type { OrderTestLine } from './order-line.ts';

/** Plans as the laws of a ledger want them: what was approved from the decision, what was sent from the journal. */
export async function ledgerPlans(
  { store, book }: Pick<OrderTestLine, 'store' | 'book'>,
  journal: TradeExecutor['journal'],
  approved: ReadonlyMap<string, string>,
): Promise<readonly LedgerPlan[]> {
  const plans: LedgerPlan[] = [];
  for (const [decisionId, quantity] of approved) {
    const journalled = await journal.find(decisionId);
    if (journalled === undefined) continue;
    const [filed] = await store.get([executionKey(book, decisionId)]);
    const summary = filed?.value as unknown as Execution | undefined;
    plans.push({
      planId: decisionId,
      symbol: journalled.plan.symbol,
      direction: journalled.plan.direction,
      quantity,
      legs: journalled.plan.entries,
      expiresAt: journalled.plan.expiresAt,
      orders: journalled.orders.filter(wasSent),
      given: (journalled.handovers ?? [])
        .filter(({ from }) => from === decisionId)
        .map(({ to, fill: { tradeId, quantity: part } }) => ({ tradeId, to, quantity: part })),
      ...(summary === undefined ? {} : { knownTrades: summary.fills.map(({ tradeId }) => tradeId) }),
    });
  }
  return plans;
}

const wasSent = ({ facts }: JournalledPlan['orders'][number]): boolean =>
  facts.some(({ kind }) => kind === 'sending');
