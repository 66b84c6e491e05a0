import { auditAppend } from '../audit/audit-record.ts';
import { outboxQueue } from '../channel/alert.ts';
import type { Book } from '../domain/decision.ts';
import type { Json } from '../domain/json.ts';
import { bookKey } from '../ledger/book-keys.ts';
import { enqueuePuts } from '../queue/enqueue-puts.ts';
import { commitSettled } from '../store/commit-settled.ts';
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
  await commitSettled(store, {
    checks: [{ key, version: 0 }],
    puts: [
      { key, value: { runId, at: now, summary } as unknown as Json },
      ...(announced ? enqueuePuts(book, outboxQueue, { id: runId, payload: payload, lane: 'low' }, now) : []),
    ],
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
  return summary;
}
