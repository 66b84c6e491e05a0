import type { Approved, Book, BracketOrder, Execution, Instrument, SizedPlan } from '@tradewarden/core';
import { approve } from '@tradewarden/core/gate';
import { bracketOf } from './bracket-of.ts';

/** An order as it would be sent, with the journal entry that comes before the send. */
export interface StagedOrder {
  readonly plan: Approved<SizedPlan>;
  readonly order: Approved<BracketOrder>;
  readonly execution: Execution;
}

interface StageRequest {
  readonly book: Book;
  readonly plan: Approved<SizedPlan>;
  readonly now: number;
  readonly instrument?: Instrument;
}

/** Cuts the order of an approved plan; it stays approved, since nothing but the gate's figures is in it. */
export function stage({ book, plan, now, instrument }: StageRequest): StagedOrder {
  const order = bracketOf(book, plan, instrument);
  const { planId, revision, source, symbol, direction, regime, score } = plan.plan;
  const execution: Execution = {
    decisionId: plan.decisionId,
    reservationId: plan.reservationId,
    planId,
    revision,
    source,
    symbol,
    direction,
    ...(regime === undefined ? {} : { regime }),
    ...(score === undefined ? {} : { score }),
    book,
    order,
    status: 'journaled',
    fills: [],
    updatedAt: now,
  };
  return { plan, order: approve(order), execution };
}
