import { auditAppend } from '../audit/audit-record.ts';
import { outboxQueue } from '../channel/alert.ts';
import type { Book } from '../domain/decision.ts';
import type { Json } from '../domain/json.ts';
import { bookKey } from '../ledger/book-keys.ts';
import { enqueueParts, lowLaneMaximum } from '../queue/enqueue-parts.ts';
import type { JobDraft } from '../queue/job.ts';
import { commitSettled, type SettledResult } from '../store/commit-settled.ts';
import type { Store } from '../store/store.ts';
import { type RunResult, type RunSummary, summarise } from './run-result.ts';

export interface RunRecordOptions {
  /** Queue a batch summary message when something was decided; default true. */
  readonly announce?: boolean;
}

interface FinishedRun {
  readonly store: Store;
  readonly book: Book;
  readonly runId: string;
  readonly results: readonly RunResult[];
  readonly now: number;
}

const topPlans = 50;

/** Writes the run record, with the job of its batch summary when anything was decided, in one commit. */
export async function recordRun(run: FinishedRun, options: RunRecordOptions): Promise<RunSummary> {
  const { store, book, runId, results, now } = run;
  const summary = summarise(results);
  const key = bookKey(book, 'run', runId);
  const decided = results.filter(({ status }) => status === 'committed');
  const taken = decided.filter(({ verdict }) => verdict !== 'rejected');
  const top = taken
    .slice(0, topPlans)
    .flatMap(({ decision }) => (decision === undefined ? [] : [decision.decisionId]));
  const payload = {
    kind: 'batch-summary',
    severity: 'info',
    subject: { runId },
    summary: { ...summary, top },
  };
  const announced = (options.announce ?? true) && decided.length > 0;
  const job = { id: runId, payload, lane: 'low' } as const;
  const commitWith = (jobs: readonly JobDraft[]): Promise<SettledResult> => {
    const parts = enqueueParts(book, outboxQueue, jobs, now, lowLaneMaximum);
    return commitSettled(store, {
      checks: [{ key, version: 0 }],
      adds: parts.adds,
      puts: [{ key, value: { runId, at: now, summary } as unknown as Json }, ...parts.puts],
      appends: [
        auditAppend(book.account, {
          type: 'run.finished',
          at: now,
          actor: { kind: 'process', id: 'runner' },
          subject: { account: book.account },
          corr: runId,
          data: { summary } as unknown as Json,
        }),
      ],
    });
  };
  const result = await commitWith(announced ? [job] : []);
  // A full queue costs the run its summary message, never its record.
  if (!result.ok && result.reason === 'bound') await commitWith([]);
  return summary;
}
