import type { MessageKind, MessageSeverity, RenderedPart, RunSummary } from '@tradewarden/core';

/** What a commit leaves to be said: one unrendered job, without a destination. */
export type OutboxJob =
  | {
      readonly kind: 'signal';
      readonly severity: MessageSeverity;
      readonly subject: { readonly decisionId: string };
    }
  | {
      readonly kind: 'batch-summary';
      readonly severity: MessageSeverity;
      readonly subject: { readonly runId: string };
      /** `top`: ids of the decisions that approve something. */
      readonly summary: RunSummary & { readonly top: readonly string[] };
    };

/** One rendered part on its way to one channel. */
export interface DeliveryJob {
  readonly channel: string;
  readonly kind: MessageKind;
  readonly severity: MessageSeverity;
  readonly part: RenderedPart;
  readonly planId?: string;
}

export const outboxQueue = 'outbox';
export const deliveryQueue = 'delivery';
