import type { Decision } from '../domain/decision.ts';
import type { Json } from '../domain/json.ts';
import { outboxQueue } from '../channel/alert.ts';
import { auditAppend } from '../audit/audit-record.ts';
import { bookKey } from '../ledger/book-keys.ts';
import { reserveParts } from '../ledger/reserve-parts.ts';
import type { PolicyParts } from '../policy/policy-guard.ts';
import type { Append, Commit, Put } from '../store/store.ts';
import type { Add } from '../store/store-driver.ts';
import type { DraftCollector } from './draft-collector.ts';
import { jobParts } from './job-parts.ts';
import { latchParts } from './latch-parts.ts';
import { decisionKey, type PlanFile, planKey } from './plan-file.ts';
import type { Snapshot } from './snapshot.ts';

interface DecisionCommitInput {
  readonly decision: Decision;
  readonly file: PlanFile;
  readonly snapshot: Snapshot;
  /** What stages asked for; left out of a rejection. */
  readonly drafted: DraftCollector;
  /** What follow-ups asked for; kept whatever the verdict. */
  readonly followed: DraftCollector;
  readonly corr: string;
  /** Says what the book counts in, with its first decision. */
  readonly accountPuts: readonly Put[];
  /** Writes the policy in force with the first decision under it. */
  readonly registering: PolicyParts;
  /** Queues that take no more jobs of their low lane. */
  readonly fullQueues: ReadonlySet<string>;
}

/**
 * Everything that follows from a decision, as one atomic batch: decision and audit record, reservation, claims,
 * messages and orders. Fenced by the plan's key, which comes first among the checks.
 */
export async function decisionCommit(input: DecisionCommitInput): Promise<Commit> {
  const { decision, file, snapshot, corr } = input;
  const { book, plan, evaluatedAt: now } = decision;
  const filed = {
    decisionId: decision.decisionId,
    planHash: decision.planHash,
    verdict: decision.verdict,
    corr,
  };
  const puts: Put[] = [
    {
      key: planKey(book, plan),
      value: { revisions: { ...file.revisions, [String(plan.revision)]: filed } } as unknown as Json,
    },
    { key: decisionKey(book, decision.decisionId), value: decision as unknown as Json },
    ...input.accountPuts,
    ...input.registering.puts,
  ];
  const adds: Add[] = [];
  const deletes: string[] = [];
  const appends: Append[] = [
    ...input.registering.appends,
    auditAppend(book.account, {
      type: 'risk.decision',
      at: now,
      actor: { kind: 'process', id: 'runner' },
      subject: { planId: plan.planId, account: book.account },
      corr,
      data: { decision } as unknown as Json,
    }),
  ];
  const collectors = decision.verdict === 'rejected' ? [input.followed] : [input.drafted, input.followed];
  for (const collector of collectors) {
    const claimKeys = collector.claims.map(({ name }) => bookKey(book, 'claim', name));
    await snapshot.get(claimKeys);
    for (const [index, { value, ttlMs }] of collector.claims.entries()) {
      const key = claimKeys[index];
      if (key !== undefined) puts.push({ key, value, ttlMs });
    }
    const { reservation } = collector;
    if (reservation !== undefined) {
      const [entry] = await snapshot.get([bookKey(book, 'book', reservation.symbol)]);
      await snapshot.get([bookKey(book, 'res', reservation.reservationId)]);
      const parts = reserveParts(book, reservation, entry ?? null);
      adds.push(...parts.adds);
      puts.push(...parts.puts);
    }
    for (const { stage, key, value } of collector.puts)
      puts.push({ key: bookKey(book, 'x', stage, key), value });
    for (const { stage, key } of collector.removes) deletes.push(bookKey(book, 'x', stage, key));
    for (const { type, content } of collector.notes) {
      appends.push(
        auditAppend(book.account, {
          type: `note.${type}`,
          at: now,
          actor: { kind: 'plugin', id: type },
          subject: { planId: plan.planId, account: book.account },
          corr,
          data: content,
        }),
      );
    }
  }
  const latched = await latchParts(input.drafted.latches, decision, snapshot);
  const jobs = jobParts(
    book,
    [
      ...collectors.flatMap((collector) => collector.jobs),
      ...latched.alerts.map((job) => ({ queue: outboxQueue, job })),
    ],
    { now, corr, full: input.fullQueues },
  );
  return {
    checks: snapshot.checks(),
    adds: [...adds, ...jobs.adds],
    puts: [...puts, ...latched.puts, ...jobs.puts],
    deletes,
    appends: [...appends, ...latched.appends, ...jobs.appends],
  };
}
