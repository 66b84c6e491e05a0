import type { Alert, Clock } from '@tradewarden/core';
import type { Difference, Reconciler } from '@tradewarden/executor';
import type { Say } from './serve-voice.ts';

export interface ReconcilingOptions {
  readonly reconciler: Pick<Reconciler, 'entriesAllowed' | 'reconcile'>;
  readonly clock: Clock;
  readonly say: Say;
  readonly tell: (alert: Omit<Alert, 'at'>) => Promise<void>;
}

const everyMs = 60_000;
const againMs = 1000;

/**
 * Reconciles before anything is entered, once a minute, and at once after the venue did not answer: until that has
 * succeeded nothing is entered either.
 */
export class Reconciling {
  readonly #options: ReconcilingOptions;
  #failures = 0;
  /** How many failures the last success had behind it. */
  #settled = -1;
  #dueAt = 0;
  #isSaid = false;

  constructor(options: ReconcilingOptions) {
    this.#options = options;
  }

  readonly entriesAllowed = (): boolean =>
    this.#settled === this.#failures && this.#options.reconciler.entriesAllowed();

  readonly venueFailed = (reason: string): void => {
    if (this.entriesAllowed())
      this.#options.say(
        'venue-failed',
        `the venue did not answer (${reason}); no entries until it is reconciled`,
        {
          reason,
        },
      );
    this.#failures += 1;
    this.#dueAt = Math.min(this.#dueAt, this.#options.clock.now() + againMs);
  };

  /** Returns whether entries have become possible by it. */
  async turn(): Promise<boolean> {
    const { reconciler, clock, say } = this.#options;
    if (clock.now() < this.#dueAt) return false;
    const [failures, allowed] = [this.#failures, this.entriesAllowed()];
    this.#dueAt = clock.now() + againMs;
    const told = await reconciler.reconcile();
    if (told.status === 'failed') {
      if (!allowed && !this.#isSaid)
        say('not-reconciled', `not reconciled: ${told.reason}; no entries until it is`, {
          reason: told.reason,
        });
      this.#isSaid = true;
      return false;
    }
    this.#isSaid = false;
    this.#settled = failures;
    this.#dueAt = clock.now() + everyMs;
    if (!allowed) say('reconciled', `reconciled: ${told.differences.length} differences stand`, told);
    for (const difference of told.fresh) await this.#tell(difference);
    return !allowed && this.entriesAllowed();
  }

  async #tell({ kind, policy, subject, text }: Difference): Promise<void> {
    const { say, tell } = this.#options;
    say('difference', `difference: ${kind} ${subject}: ${text} (${policy})`, { kind, policy, subject, text });
    if (policy === 'reduce' || policy === 'halt')
      await tell({ topic: 'reconcile', subject, text: `${kind}: ${text}` });
  }
}
