import type { RuleResult } from '../domain/decision.ts';
import type { ExposureLedger } from '../ledger/ledger.ts';
import type { Reservation } from '../ledger/reservation.ts';
import type { FiledRevision } from './plan-file.ts';

interface ReviseContext {
  readonly ledger: ExposureLedger;
  /** A preview releases nothing. */
  readonly dry: boolean;
  readonly now: number;
}

/** The reservation of an earlier revision, as a new revision finds it. */
export interface EarlierRevision {
  readonly decisionId: string;
  readonly state: Reservation['state'];
}

/**
 * A higher revision supersedes an earlier one that is only reserved: its capacity is released first, and its jobs
 * find their reservation closed. A preview says what that would give.
 */
export async function reviseInFlight(
  earlier: FiledRevision | undefined,
  { ledger, dry, now }: ReviseContext,
): Promise<EarlierRevision | null> {
  if (earlier === undefined || earlier.verdict === 'rejected') return null;
  const { decisionId } = earlier;
  const found = dry ? await ledger.find(decisionId) : await ledger.release(decisionId, 'superseded', now);
  if (found === undefined) return null;
  return { decisionId, state: dry && found.state === 'reserved' ? 'closed' : found.state };
}

/** Once an earlier revision has an order, the new one is refused. */
export function revisionRule(earlier: EarlierRevision | null): RuleResult {
  const rule = { id: 'plan.revision', severity: 'block' } as const;
  if (earlier === null || earlier.state === 'closed')
    return { ...rule, status: 'pass', message: 'no earlier revision is in flight' };
  const message = `an earlier revision is ${earlier.state}`;
  return { ...rule, status: 'fail', effect: 'reject', code: 'PLAN_IN_FLIGHT', message };
}
