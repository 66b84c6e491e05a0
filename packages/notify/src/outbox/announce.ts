import { type FollowUp, followUp, type Json, outboxQueue } from '@tradewarden/core';
import type { OutboxJob } from './outbox-job.ts';

export interface AnnounceOptions {
  /** Announce rejected plans too; default false. */
  readonly rejected?: boolean;
}

/** Leaves one job per decision in its own commit: what must be said, to nobody in particular. */
export const announce = (options: AnnounceOptions = {}): FollowUp<unknown> =>
  followUp('announce', ({ decision }, draft) => {
    const refused = decision.verdict === 'rejected';
    if ((refused && options.rejected !== true) || 'unparsed' in decision.plan) return;
    const { decisionId, plan } = decision;
    const payload: OutboxJob = {
      kind: 'signal',
      severity: refused ? 'info' : 'notice',
      subject: { decisionId },
    };
    draft.enqueue(outboxQueue, {
      id: decisionId,
      payload: payload as unknown as Json,
      expiresAt: plan.expiresAt,
    });
  });
