import { alertJob } from '../channel/alert.ts';
import type { JobDraft } from '../queue/job.ts';
import { type LatchCause, type LatchScope, scopeText } from './latch.ts';
import type { LatchChange } from './latch-change.ts';

/**
 * Says what a program latched by itself: for the `outboxQueue`, in the commit of the latch. Of the causes given those
 * that are new or stricter are told. Not for a commit that `reduces`: a message must not keep one from the store.
 */
export function breakerAlert(
  scope: LatchScope,
  { causes, state }: Pick<LatchChange, 'causes' | 'state'>,
  given: readonly LatchCause[],
  at: number,
): JobDraft {
  const tripped = given.filter((cause) => causes.includes(cause));
  const subject = scopeText(scope);
  const why = tripped.map(({ cause, reason }) => `${cause} (${reason})`).join(', ');
  // Without the causes in it, the second breaker of an account would collapse into the first.
  const fingerprint = ['breaker', subject, ...tripped.map((cause) => `${cause.cause} ${cause.state}`)].join(
    '\n',
  );
  return alertJob({ topic: 'breaker', at, subject, text: `${subject} is ${state}: ${why}`, fingerprint });
}
