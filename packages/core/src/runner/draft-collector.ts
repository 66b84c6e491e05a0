import type { Json } from '../domain/json.ts';
import type { ReservationDraft } from '../ledger/ledger-draft.ts';
import type { FollowUpDraft, LatchDraft, StageDraft } from '../pipeline/draft.ts';
import type { JobDraft } from '../queue/job.ts';

export interface DraftedClaim {
  readonly name: string;
  readonly value: Json;
  readonly ttlMs: number;
}

/** What stages or follow-ups asked for so far; the commit builder turns it into writes. */
export class DraftCollector implements StageDraft, FollowUpDraft {
  readonly claims: DraftedClaim[] = [];
  readonly jobs: { readonly queue: string; readonly job: JobDraft }[] = [];
  readonly notes: { readonly type: string; readonly content: Json }[] = [];
  readonly puts: { readonly stage: string; readonly key: string; readonly value: Json }[] = [];
  readonly removes: { readonly stage: string; readonly key: string }[] = [];
  readonly latches: LatchDraft[] = [];
  reservation: ReservationDraft | undefined;
  #stage = '';

  /** Names the stage whose keys `put` and `remove` belong to. */
  enter(stage: string): void {
    this.#stage = stage;
  }

  claim(name: string, value: Json, ttlMs: number): void {
    this.claims.push({ name, value, ttlMs });
  }

  enqueue(queue: string, job: JobDraft): void {
    this.jobs.push({ queue, job });
  }

  note(type: string, content: Json): void {
    this.notes.push({ type, content });
  }

  put(key: string, value: Json): void {
    this.puts.push({ stage: this.#stage, key, value });
  }

  latch(draft: LatchDraft): void {
    this.latches.push(draft);
  }

  remove(key: string): void {
    this.removes.push({ stage: this.#stage, key });
  }
}
