import type { RuleResult } from '../domain/decision.ts';
import type { ExposureLedger } from '../ledger/ledger.ts';
import type { FiledRevision } from './plan-file.ts';

interface ReviseContext {
  readonly ledger: ExposureLedger;
  /** A preview releases nothing. */
  readonly dry: boolean;
  readonly now: number;
}

/**
 * A higher revision supersedes an earlier one that is only reserved: its capacity is released first, and its jobs
 * find their reservation closed. Once the earlier one has an order, the new revision is refused.
 */
export async function reviseInFlight(
  earlier: FiledRevision | undefined,
  { ledger, dry, now }: ReviseContext,
): Promise<readonly RuleResult[]> {
  const id = 'plan.revision';
  const pass: RuleResult = {
    id,
    severity: 'block',
    status: 'pass',
    message: 'no earlier revision is in flight',
  };
  if (earlier === undefined || earlier.verdict === 'rejected') return [pass];
  const found = dry
    ? await ledger.find(earlier.decisionId)
    : await ledger.release(earlier.decisionId, 'superseded', now);
  if (found === undefined || found.state === 'closed' || (dry && found.state === 'reserved')) return [pass];
  const message = `an earlier revision is ${found.state}`;
  return [{ id, severity: 'block', status: 'fail', effect: 'reject', code: 'PLAN_IN_FLIGHT', message }];
}
