import { auditAppend } from '../audit/audit-record.ts';
import type { Book } from '../domain/decision.ts';
import { enqueueParts, type EnqueueParts, liveCounter, lowLaneMaximum } from '../queue/enqueue-parts.ts';
import type { SettledResult } from '../store/commit-settled.ts';
import type { Append } from '../store/store.ts';
import type { DraftCollector } from './draft-collector.ts';

type DraftedJobs = DraftCollector['jobs'];

interface JobPartsContext {
  readonly now: number;
  readonly corr: string;
  /** Queues that were found full: jobs of their low lane are left out, with a record that says so. */
  readonly full: ReadonlySet<string>;
}

/** What the drafted jobs write. A flood must not stop decisions: it costs the low lane its jobs, and is told. */
export function jobParts(
  book: Book,
  drafted: DraftedJobs,
  { now, corr, full }: JobPartsContext,
): EnqueueParts & { readonly appends: readonly Append[] } {
  const parts: EnqueueParts[] = [];
  const appends: Append[] = [];
  for (const queue of new Set(drafted.map((job) => job.queue))) {
    const jobs = drafted.filter((job) => job.queue === queue).map(({ job }) => job);
    const low = jobs.filter(({ lane }) => lane === 'low');
    const others = jobs.filter(({ lane }) => lane !== 'low');
    parts.push(enqueueParts(book, queue, others, now));
    if (low.length === 0) continue;
    if (!full.has(queue)) parts.push(enqueueParts(book, queue, low, now, lowLaneMaximum));
    else appends.push(refusal(book, queue, low.length, now, corr));
  }
  return {
    puts: parts.flatMap(({ puts }) => puts),
    adds: parts.flatMap(({ adds }) => adds),
    appends,
  };
}

/** The queue whose bound made a commit fail, if that is why it failed. */
export function fullQueueOf(book: Book, drafted: DraftedJobs, result: SettledResult): string | undefined {
  if (result.ok || result.reason !== 'bound') return undefined;
  return drafted.find(({ queue }) => liveCounter(book, queue) === result.counter)?.queue;
}

const refusal = (book: Book, queue: string, count: number, at: number, corr: string): Append =>
  auditAppend(book.account, {
    type: 'queue.refused',
    at,
    actor: { kind: 'process', id: 'runner' },
    subject: { account: book.account },
    corr,
    data: { queue, lane: 'low', count, maximum: lowLaneMaximum },
  });
