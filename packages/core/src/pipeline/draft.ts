import type { Json } from '../domain/json.ts';
import type { LatchCause, LatchScope } from '../latch/latch.ts';
import type { JobDraft } from '../queue/job.ts';

/** A cause that a decision latches by itself. */
export interface LatchDraft extends Pick<LatchCause, 'cause' | 'state' | 'reason'> {
  readonly scope: LatchScope;
}

/** What a stage may ask the commit to write. Dropped when the plan is rejected. */
export interface StageDraft {
  /**
   * Claims `name` for `ttlMs`: the commit checks what was read of it. Names are made by `claimName`;
   * the value is kept and can be read with `state.get([claimKey(book, name)])`.
   */
  claim(name: string, value: Json, ttlMs: number): void;
  enqueue(queue: string, job: JobDraft): void;
  /** A free note in the audit log, in the commit of the decision. */
  note(type: string, content: Json): void;
  /** A key of the stage's own, under `x/<stage>/`. */
  put(key: string, value: Json): void;
  remove(key: string): void;
  /** Latches in the commit of the decision, with an alert in the outbox, and also when it is a rejection: unlike all others here. */
  latch(draft: LatchDraft): void;
}

/** What a follow-up may ask for. Written whatever the verdict. */
export interface FollowUpDraft {
  enqueue(queue: string, job: JobDraft): void;
  note(type: string, content: Json): void;
}
