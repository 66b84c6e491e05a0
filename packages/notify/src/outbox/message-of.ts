import { type Book, type Decision, decisionKey, type Message, type Store } from '@tradewarden/core';
import { batchSummaryMessage } from '../formatters/batch-summary.ts';
import { signalMessage } from '../formatters/signal-message.ts';
import type { OutboxJob } from './outbox-job.ts';

/** Renders what a job speaks of; `undefined` when there is nothing to say any more. */
export async function messageOf(
  store: Store,
  book: Pick<Book, 'account' | 'mode'>,
  job: OutboxJob,
): Promise<Message | undefined> {
  const ids = job.kind === 'signal' ? [job.subject.decisionId] : job.summary.top;
  const entries = ids.length === 0 ? [] : await store.get(ids.map((id) => decisionKey(book, id)));
  const decisions = entries.flatMap((entry): Decision[] =>
    entry === null ? [] : [entry.value as unknown as Decision],
  );
  if (job.kind === 'batch-summary') {
    return batchSummaryMessage({ runId: job.subject.runId, summary: job.summary, taken: decisions });
  }
  const [decision] = decisions;
  return decision === undefined || 'unparsed' in decision.plan
    ? undefined
    : signalMessage(decision.plan, decision);
}
