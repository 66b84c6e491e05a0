import type { CommitParts, Execution } from '@tradewarden/core';
import { executionOf } from '../follow/execution-of.ts';
import { type JournalledPlan, ordersOf } from '../order-journal/journalled-plan.ts';
import type { StagedPlan } from './staged-plan.ts';
import type { OrderLine } from '../submit/order-line.ts';
import type { Refusal } from '../submit/entry-safeguards.ts';

export type Begun =
  /** Its journal stands, made by this call or before. */
  | { readonly status: 'begun'; readonly execution: Execution; readonly isNew: boolean }
  | { readonly status: 'refused'; readonly refusal: Refusal };

/**
 * Arms the reservation of a plan and begins its journal in one commit, with what a safeguard claims: all of it or
 * nothing, whatever happens in between, and only one of any number of processes.
 */
export async function beginJournal(
  line: OrderLine,
  { plan, journal: journalled }: StagedPlan,
): Promise<Begun> {
  const { ledger, journal, safeguards, clock } = line;
  const { decisionId, reservationId } = plan;
  const execution = freshExecution(line, journalled);
  const context = { plan, journalled };
  if ((await journal.find(decisionId)) !== undefined) return { status: 'begun', execution, isNew: false };
  const refusal = await safeguards.beforeSubmit?.(context);
  if (refusal !== undefined) return { status: 'refused', refusal };
  let unclaimed: Refusal | undefined;
  const armed = await ledger.arm(reservationId, execution, async () => {
    const claim: CommitParts | Refusal = (await safeguards.claim?.(context)) ?? {};
    unclaimed = 'code' in claim ? claim : undefined;
    const begun = await journal.beginning(journalled, clock.now());
    return begun === undefined || 'code' in claim ? undefined : joined(begun, claim);
  });
  if ((await journal.find(decisionId)) !== undefined) {
    await line.reached('armed');
    return { status: 'begun', execution, isNew: true };
  }
  if (armed?.state !== 'reserved')
    return { status: 'refused', refusal: { code: 'NOT_HELD', reason: 'its reservation is not held' } };
  const latched = { code: 'LATCHED', reason: 'latched, so that nothing new may be entered', retry: true };
  return { status: 'refused', refusal: unclaimed ?? latched };
}

/** The summary of a plan that has no order yet. */
function freshExecution({ book, clock }: OrderLine, journalled: JournalledPlan): Execution {
  const orders = ordersOf(journalled);
  return executionOf({ book, journalled, orders, phase: 'entering', at: clock.now() });
}

const joined = (first: CommitParts, second: CommitParts): CommitParts => ({
  checks: [...(first.checks ?? []), ...(second.checks ?? [])],
  puts: [...(first.puts ?? []), ...(second.puts ?? [])],
  appends: [...(first.appends ?? []), ...(second.appends ?? [])],
});
