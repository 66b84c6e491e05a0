import type { Decision } from '../../domain/decision.ts';
import { engineVersion } from '../../domain/engine-version.ts';
import type { Json } from '../../domain/json.ts';
import { replayDecision } from '../../runner/replay-decision.ts';
import type { LogEntry, Store } from '../../store/store.ts';
import { auditLog, type AuditRecord } from '../audit-record.ts';
import { logEntries, pageOf } from '../log-entries.ts';
import { firstDifference } from './first-difference.ts';
import { RecordedPolicies, type RebuildStage } from './recorded-policies.ts';
import type { NotRecomputed, ReplayDifference, ReplayReport } from './replay-report.ts';

export interface ReplayOptions {
  readonly rebuild: RebuildStage;
  /** Epoch ms of the deciding clock: decisions before it are left out. */
  readonly since?: number;
  readonly signal?: AbortSignal;
}

type Outcome = 'agreed' | Omit<ReplayDifference, 'sequence' | 'planId'> | Gap;
type Gap = Pick<NotRecomputed, 'reason' | 'message'>;

/**
 * Computes every recorded decision of an account again from what the audit log holds, and compares it with its
 * record byte for byte. What cannot be computed again is counted by reason, never as agreeing. Seals are not
 * looked at: that is `verifyAudit`.
 */
export async function replayAudit(
  store: Store,
  account: string,
  { rebuild, since = 0, signal }: ReplayOptions,
): Promise<ReplayReport> {
  const policies = await RecordedPolicies.of(store, account, { rebuild, signal });
  const count = { decisions: 0, agreed: 0, different: 0 };
  const gaps = new Map<string, NotRecomputed>();
  let first: ReplayDifference | undefined;
  for await (const entry of logEntries(store, auditLog(account), { after: 0, page: pageOf.records })) {
    signal?.throwIfAborted();
    const record = entry.value as unknown as Partial<AuditRecord> | null;
    if (record?.type !== 'risk.decision' || (record.at ?? Infinity) < since) continue;
    count.decisions += 1;
    const where = { sequence: entry.sequence, planId: planIdOf(entry) };
    const outcome = await replayed(record, policies);
    if (outcome === 'agreed') count.agreed += 1;
    else if ('reason' in outcome) {
      const key = `${outcome.reason} ${outcome.message}`;
      const known = gaps.get(key) ?? { ...outcome, count: 0, ...where };
      gaps.set(key, { ...known, count: known.count + 1 });
    } else {
      count.different += 1;
      first ??= { ...where, ...outcome };
    }
  }
  return { ...count, ...(first === undefined ? {} : { first }), notRecomputed: [...gaps.values()] };
}

async function replayed({ data, at }: Partial<AuditRecord>, policies: RecordedPolicies): Promise<Outcome> {
  try {
    const recorded = (data as unknown as { readonly decision: Decision }).decision;
    if (recorded.engineVersion !== engineVersion)
      return {
        reason: 'engine-version',
        message: `decided by engine version ${recorded.engineVersion}, this is ${engineVersion}`,
      };
    const policy = policies.get(recorded.configHash);
    if ('reason' in policy) return policy;
    const result = await replayDecision(recorded, policy);
    if (result.kind === 'unrecorded')
      return { reason: 'state-not-recorded', message: `a stage reads ${result.asked}` };
    if (at !== recorded.evaluatedAt)
      return {
        path: '$.evaluatedAt',
        recorded: recorded.evaluatedAt,
        ...(at === undefined ? {} : { recomputed: at }),
      };
    const { decision, ambiguous } = result;
    if (ambiguous && differsInReading(recorded, decision))
      return { reason: 'input-numbers', message: 'no valid plan, and its numbers may have come as text' };
    return firstDifference(recorded as unknown as Json, decision as unknown as Json) ?? 'agreed';
  } catch (error) {
    return { reason: 'unreadable', message: error instanceof Error ? error.message : String(error) };
  }
}

const intake = new Set(['plan.completeness', 'plan.geometry', 'plan.numbers']);

/** Whether two documents differ in nothing but what reading the input found. */
function differsInReading(recorded: Decision, decision: Decision): boolean {
  const rest = ({ rules, ...others }: Decision): Json =>
    ({ ...others, rules: rules.filter(({ id }) => !intake.has(id)) }) as unknown as Json;
  return firstDifference(rest(recorded), rest(decision)) === undefined;
}

function planIdOf({ value }: LogEntry): string {
  const { subject } = value as unknown as Partial<AuditRecord>;
  return typeof subject?.planId === 'string' ? subject.planId : '';
}
