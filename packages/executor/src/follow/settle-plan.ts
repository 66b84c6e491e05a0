import {
  type CommitParts,
  commitSettled,
  type Execution,
  executionKey,
  executionParts,
  hasEnded,
  type Reservation,
  StoreUnavailableError,
} from '@tradewarden/core';
import type { JournalledPlan } from '../order-journal/journalled-plan.ts';
import type { PlanOrder } from '../plan-steps/plan-order.ts';
import type { PlanOutlook } from '../plan-steps/plan-steps.ts';
import type { OrderLine } from '../submit/order-line.ts';
import { executionOf } from './execution-of.ts';
import { filledUses } from './filled-uses.ts';
import type { Standing } from './standing.ts';

export interface Settled {
  readonly journalled: JournalledPlan;
  readonly orders: readonly PlanOrder[];
  readonly outlook: PlanOutlook;
  readonly standing: Standing;
}

/**
 * Lets reservation and summary follow what the journal says: open with the first fill, counted with its whole value while
 * no stop guards it, cut to what was filled, released at the end. Every step is one commit and made only when something is
 * behind, so that it may be called again after any crash. Gives the summary when it changed.
 */
export async function settlePlan(
  line: OrderLine,
  { journalled, orders, outlook, standing }: Settled,
): Promise<Execution | undefined> {
  const { book, store, clock, ledger } = line;
  const { decisionId, reservationId } = journalled;
  const { reservation, execution: before, version } = standing;
  const isWhole = orders.every(({ view }) => !view.unaccounted.isPositive());
  // The end waits for every trade that the venue has counted: the result of the plan is made of them.
  const phase = isWhole || !isOver(outlook) ? outlook.phase : 'protected';
  const after = executionOf({ book, journalled, orders, phase, at: clock.now() });
  const { entered, held: quantity, nakedSince } = outlook.holding;
  if (entered.isPositive() && reservation?.state === 'armed')
    await ledger.open(reservationId, { ...after, status: 'open' });
  if (hasEnded(after)) {
    if (reservation?.state === 'closed' && before !== undefined && hasEnded(before)) return undefined;
    await line.reached('ended');
    await ledger.close(reservationId, after.status, after);
    return after;
  }
  const isGuarded = nakedSince === undefined;
  if (quantity.isPositive() && (reservation?.plannedHeat === undefined) !== isGuarded)
    await setStop(line, isGuarded ? 'confirmed' : 'missing', after);
  const uses = filledUses(journalled, orders, entered);
  if (uses !== undefined && quantity.isPositive() && !isHeld(reservation, uses))
    await ledger.resize(reservationId, { uses, why: 'filled', at: clock.now() });
  if (before !== undefined && isSame(before, after)) return undefined;
  if (before !== undefined && hasEnded(before)) return undefined;
  const parts: CommitParts = executionParts(book, after);
  const filing = await commitSettled(store, {
    reduces: true,
    checks: [{ key: executionKey(book, decisionId), version }, ...line.fence()],
    ...parts,
  });
  return filing.ok ? after : undefined;
}

/** A full disk lets nothing be approved either: then that something is unguarded waits to be counted, and guarding does not. */
async function setStop(
  { ledger }: OrderLine,
  stop: 'missing' | 'confirmed',
  execution: Execution,
): Promise<void> {
  try {
    await ledger.setStop(execution.reservationId, stop, execution);
  } catch (error) {
    if (!StoreUnavailableError.isInstance(error)) throw error;
  }
}

const isOver = ({ phase }: PlanOutlook): boolean => phase === 'closed' || phase === 'expired';

const isSame = (before: Execution, after: Execution): boolean =>
  before.status === after.status && before.fills.length === after.fills.length;

/** While no stop is confirmed other amounts stand there, and the ledger compares them itself. */
const isHeld = (reservation: Reservation | undefined, uses: Reservation['uses']): boolean =>
  reservation?.plannedHeat === undefined && JSON.stringify(reservation?.uses) === JSON.stringify(uses);
