import type { DeliveryOutcome, EventBus, JobDraft } from '@tradewarden/core';

const passing = new Set<DeliveryOutcome['status']>(['transient', 'rate-limited', 'redirect']);

/** Follows the parts of one job while they are delivered. */
export class SentJob {
  readonly #parts = new Map<number, DeliveryOutcome>();
  readonly #isCritical: boolean;
  #of = Number.POSITIVE_INFINITY;
  /** Ends the listening. */
  readonly close: () => void;

  constructor({ id, lane }: JobDraft, events: EventBus) {
    this.#isCritical = lane === 'critical' || lane === 'kill';
    this.close = events.on('message.settled', ({ attempt }) => {
      if (attempt?.job !== id) return;
      this.#of = attempt.of;
      this.#parts.set(attempt.part, attempt.outcome);
    });
  }

  /** Whether nothing more will come of any part. */
  get isSettled(): boolean {
    return (
      this.#parts.size === this.#of && [...this.#parts.values()].every((outcome) => !this.#goesOn(outcome))
    );
  }

  /** `delivered` when every part is; else the first that is not. */
  get outcome(): DeliveryOutcome | undefined {
    const inOrder = [...this.#parts]
      .toSorted(([left], [right]) => left - right)
      .map(([, outcome]) => outcome);
    return inOrder.find(({ status }) => status !== 'delivered') ?? inOrder[0];
  }

  /** Critical messages are sent again when the answer was lost. */
  #goesOn({ status }: DeliveryOutcome): boolean {
    return passing.has(status) || (status === 'uncertain' && this.#isCritical);
  }
}
