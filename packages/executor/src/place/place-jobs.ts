import {
  type Execution,
  type JobQueue,
  type LeasedJob,
  StoreUnavailableError,
  StoreUnknownError,
} from '@tradewarden/core';
import { beginJournal } from './begin-journal.ts';
import { stagePlan, type Staging } from './stage-plan.ts';

const leaseMs = 30_000;
/** How long a plan waits that may not begin now. */
const waitMs = 1000;

/** Begins the journals of all approved plans that wait; returns how many jobs there were. */
export async function placeJobs(
  staging: Staging,
  jobs: JobQueue,
  changed: (execution: Execution) => void,
  signal?: AbortSignal,
): Promise<number> {
  for (let count = 0; ;) {
    signal?.throwIfAborted();
    const claimed = await jobs.claim({ limit: 50, leaseMs });
    for (const job of claimed) {
      // The plan stays good until it expires: should what forbids it pass before, it is entered then.
      if (await place(staging, job, changed)) await jobs.done(job);
      else await jobs.retry(job, waitMs);
    }
    count += claimed.length;
    if (claimed.length === 0) return count;
  }
}

/** `false`: not now. */
async function place(
  staging: Staging,
  job: LeasedJob,
  changed: (execution: Execution) => void,
): Promise<boolean> {
  const { line } = staging;
  const { decisionId } = job.payload as { readonly decisionId: string };
  // A late job may have been journalled before a crash: then it is followed, like any open plan.
  if (job.expiresAt !== undefined && line.clock.now() >= job.expiresAt) return true;
  const made = await stagedOrWaiting(staging, decisionId);
  if (made === 'waiting') return false;
  const begun = 'staged' in made ? await beginJournal(line, made.staged) : undefined;
  const refusal = begun === undefined || begun.status === 'begun' ? undefined : begun.refusal;
  const against = 'refusal' in made ? made.refusal : refusal;
  if (begun?.status === 'begun' && begun.isNew) changed(begun.execution);
  if (against === undefined) return true;
  if (against.retry === true) return false;
  // Gives back at once what will never be entered; what is armed already stays as it is.
  await line.ledger.release(decisionId, against.code, line.clock.now());
  return true;
}

/** A venue that does not tell its instruments must not keep what is held from being guarded. */
async function stagedOrWaiting(
  staging: Staging,
  decisionId: string,
): Promise<Awaited<ReturnType<typeof stagePlan>> | 'waiting'> {
  try {
    return await stagePlan(staging, decisionId);
  } catch (error) {
    if (StoreUnavailableError.isInstance(error) || StoreUnknownError.isInstance(error)) throw error;
    return 'waiting';
  }
}
