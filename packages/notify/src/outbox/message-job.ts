import type { JobDraft, Json, Message } from '@tradewarden/core';
import type { OutboxJob } from './outbox-job.ts';

/**
 * The job that delivers a message as it is worded, for the commit of whatever caused it. Jobs with one id are one
 * job; default: the message's own key.
 */
export function messageJob(message: Message, id: string = message.dedupeKey): JobDraft {
  const { severity, expiresAt } = message;
  const payload: OutboxJob = { kind: 'message', severity, subject: message };
  return {
    id,
    lane: severity === 'critical' ? 'critical' : 'normal',
    payload: payload as unknown as Json,
    ...(expiresAt === undefined ? {} : { expiresAt }),
  };
}
