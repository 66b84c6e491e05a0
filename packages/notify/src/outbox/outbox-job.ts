import type { Alert, Message, MessageSeverity, RunSummary } from '@tradewarden/core';
import type { Placed } from './placed.ts';

interface Addressed {
  readonly severity: MessageSeverity;
  /** Set when a message goes to these channels alone, such as a critical one that another channel could not deliver. */
  readonly only?: readonly string[];
  /** Set when a message was split: what was decided of it before. */
  readonly placed?: Placed;
  /** Channels that had their turn. */
  readonly tried?: readonly string[];
}

/** What a commit leaves to be said: one unrendered job, without a destination. */
export type OutboxJob =
  | (Addressed & { readonly kind: 'signal'; readonly subject: { readonly decisionId: string } })
  | (Addressed & {
      readonly kind: 'batch-summary';
      readonly subject: { readonly runId: string };
      /** `top`: ids of the decisions that approve something. */
      readonly summary: RunSummary & { readonly top: readonly string[] };
    })
  | (Addressed & { readonly kind: 'alert'; readonly subject: Alert })
  | (Addressed & { readonly kind: 'order'; readonly subject: Alert })
  /** A message that somebody has worded already. */
  | (Addressed & { readonly kind: 'message'; readonly subject: Message });
