import { STATUS_CODES } from 'node:http';
import type { DeliveryOutcome } from '@tradewarden/core';
import { guardedCode } from './network-guard.ts';
import type { WebhookAnswer } from './post-webhook.ts';

/** This message is at fault, and the next one may do: it cannot be read, or is too large. */
const ofPayload = new Set([400, 411, 413, 414, 422, 431]);
const longestPauseMs = 3_600_000;
const usualPauseMs = 1000;
const ofCertificate = /^(CERT_|ERR_TLS_CERT|DEPTH_ZERO|SELF_SIGNED|UNABLE_TO|HOSTNAME_MISMATCH|INVALID_CA)/;

/** Any end of a POST as an outcome. What a receiver says besides its status is not repeated: it is a stranger's text. */
export function fromWebhookAnswer(answer: WebhookAnswer, now: number): DeliveryOutcome {
  return 'failure' in answer ? fromFailure(answer) : fromStatus(answer, now);
}

function fromStatus(
  { status, retryAfter }: Extract<WebhookAnswer, { status: number }>,
  now: number,
): DeliveryOutcome {
  const reason = `${status} ${STATUS_CODES[status] ?? 'unknown status'}`;
  const pause = pauseOf(retryAfter, now);
  if (status >= 200 && status < 300) return { status: 'delivered', receipt: String(status) };
  if (status === 409) return { status: 'noop' };
  if (status === 429)
    return { status: 'rate-limited', retryAfterMs: pause ?? usualPauseMs, scope: 'endpoint' };
  if (status === 408 || status === 425 || status >= 500)
    return { status: 'transient', reason, ...(pause === undefined ? {} : { retryAfterMs: pause }) };
  if (status >= 300 && status < 400)
    return { status: 'permanent-config', reason: `${reason}: redirects are not followed` };
  if (status === 410) return { status: 'permanent-target', reason };
  return { status: ofPayload.has(status) ? 'permanent-payload' : 'permanent-config', reason };
}

function fromFailure({ failure, connected }: Extract<WebhookAnswer, { failure: string }>): DeliveryOutcome {
  if (failure === guardedCode)
    return { status: 'permanent-config', reason: 'the host leads into a private network' };
  if (ofCertificate.test(failure))
    return { status: 'permanent-config', reason: `the certificate is refused: ${failure}` };
  return connected
    ? { status: 'uncertain', reason: `no answer: ${failure}` }
    : { status: 'transient', reason: `no connection: ${failure}` };
}

/** `Retry-After` in ms: whole seconds or a date, at most an hour. */
function pauseOf(retryAfter: string | undefined, now: number): number | undefined {
  if (retryAfter === undefined) return undefined;
  const ms = /^\d+$/.test(retryAfter) ? Number(retryAfter) * 1000 : Date.parse(retryAfter) - now;
  return Number.isFinite(ms) ? Math.min(longestPauseMs, Math.max(usualPauseMs, ms)) : undefined;
}
