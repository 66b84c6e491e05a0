import type { DeliveryOutcome } from '@tradewarden/core';
import { connectionFault } from '@tradewarden/notify';
import { GrammyError, HttpError } from 'grammy';
import { UnreadableAnswerError } from './telegram-client.ts';

/** What may be left out so that the rest can still be delivered. */
export type Remedy = 'without-topic' | 'without-entities' | 'without-picture';

export interface TelegramVerdict {
  readonly outcome: DeliveryOutcome;
  /** Nothing was delivered: the same without this may be sent at once. */
  readonly remedy?: Remedy;
}

type Refusal = 'noop' | 'permanent-payload' | 'permanent-target' | 'permanent-config';

/** Beginnings or parts of descriptions, lower case; the first that is found decides. */
const badRequests: readonly (readonly [part: string, status: Refusal, remedy?: Remedy])[] = [
  ['message is not modified', 'noop'],
  ['query is too old', 'noop'],
  ['message thread not found', 'permanent-target', 'without-topic'],
  ['topic_closed', 'permanent-target', 'without-topic'],
  ['topic_deleted', 'permanent-target', 'without-topic'],
  ["can't parse entities", 'permanent-payload', 'without-entities'],
  ["can't parse messageentity", 'permanent-payload', 'without-entities'],
  ['entity ', 'permanent-payload', 'without-entities'],
  ['wrong file identifier', 'permanent-payload', 'without-picture'],
  ['photo_invalid_dimensions', 'permanent-payload', 'without-picture'],
  ['photo_ext_invalid', 'permanent-payload', 'without-picture'],
  ['image_process_failed', 'permanent-payload', 'without-picture'],
  ['failed to get http url content', 'permanent-payload', 'without-picture'],
  ['there is no photo in the request', 'permanent-payload', 'without-picture'],
  ['not enough rights to send photos', 'permanent-payload', 'without-picture'],
  ['message caption is too long', 'permanent-payload', 'without-picture'],
  ['media_caption_too_long', 'permanent-payload', 'without-picture'],
  ['chat not found', 'permanent-target'],
  ['chat_id is empty', 'permanent-target'],
  ['user not found', 'permanent-target'],
  ['peer_id_invalid', 'permanent-target'],
  ['have no write access', 'permanent-target'],
  ['not enough rights', 'permanent-target'],
  ['need administrator rights', 'permanent-target'],
  ['chat_write_forbidden', 'permanent-target'],
];

/** Any error of grammY as an outcome, and what might help. Holds no text but the description of the Bot API. */
export function fromTelegramError(error: unknown): TelegramVerdict {
  if (error instanceof GrammyError) return fromRefusal(error);
  const inner: unknown = error instanceof HttpError ? error.error : error;
  if (inner instanceof UnreadableAnswerError)
    return { outcome: { status: 'uncertain', reason: inner.message } };
  return { outcome: connectionFault(inner, 'Telegram') };
}

function fromRefusal(error: GrammyError): TelegramVerdict {
  const { error_code: code, description, parameters } = error;
  const reason = `${code} ${description}`;
  if (code === 429 || code === 420) {
    const said = /retry after (\d+)/i.exec(description)?.[1];
    const seconds = parameters.retry_after ?? (said === undefined ? 1 : Number(said));
    return { outcome: { status: 'rate-limited', retryAfterMs: seconds * 1000, scope: 'chat' } };
  }
  if (parameters.migrate_to_chat_id !== undefined)
    return { outcome: { status: 'redirect', target: String(parameters.migrate_to_chat_id) } };
  if (code >= 500) return { outcome: { status: 'transient', reason } };
  if (code === 400) return fromBadRequest(description.toLowerCase(), reason);
  if (code === 413) return { outcome: { status: 'permanent-payload', reason }, remedy: 'without-picture' };
  if (code === 403) return { outcome: { status: 'permanent-target', reason } };
  // 401, 404 and 421 name a wrong token or address, 409 a second program that polls; others are not documented.
  return { outcome: { status: 'permanent-config', reason } };
}

function fromBadRequest(description: string, reason: string): TelegramVerdict {
  for (const [part, status, remedy] of badRequests) {
    if (!description.includes(part)) continue;
    const outcome: DeliveryOutcome = status === 'noop' ? { status } : { status, reason };
    return { outcome, ...(remedy === undefined ? {} : { remedy }) };
  }
  return { outcome: { status: 'permanent-payload', reason } };
}
