import { timingSafeEqual } from 'node:crypto';
import { ConfigError, Secret, systemClock } from '@tradewarden/core';
import { webhookKey } from './webhook-key.ts';
import { webhookSignature } from './webhook-signature.ts';

export interface ReceivedWebhook {
  /** Names in lower case, as Node gives them, or the `Headers` of fetch. */
  readonly headers: Readonly<Record<string, string | readonly string[] | undefined>> | Headers;
  /** As it came, before anything parses it: what is parsed and written again has another signature. */
  readonly body: string | Uint8Array;
}

export interface VerifyWebhookOptions {
  /** Every secret that is good now, each `whsec_…`: two while they are changed. */
  readonly secrets: readonly (string | Secret)[];
  /** How far the clocks may differ, also how old a webhook may be; default five minutes. */
  readonly toleranceMs?: number;
  /** Epoch ms; default the clock of the system. */
  readonly now?: number;
}

export type WebhookVerdict =
  /** `id` is the same for every attempt at one message: who remembers ids for twice the tolerance does nothing twice. */
  | { readonly ok: true; readonly id: string; readonly sentAt: number }
  | {
      readonly ok: false;
      readonly reason: 'header missing' | 'no such time' | 'too old' | 'from the future' | 'signature wrong';
    };

/**
 * For receivers: whether a webhook comes from a sender that knows one of the secrets (Standard Webhooks 1.0,
 * symmetric signatures). Answer a refusal with 401 and no reason.
 * @throws {ConfigError} without secrets, or when one of them is none.
 */
export function verifyWebhook(
  { headers, body }: ReceivedWebhook,
  { secrets, toleranceMs = 300_000, now = systemClock.now() }: VerifyWebhookOptions,
): WebhookVerdict {
  const keys = keysOf(secrets);
  const header = (name: string): string | undefined => {
    const value = headers instanceof Headers ? headers.get(name) : headers[name];
    return typeof value === 'string' && value !== '' ? value : undefined;
  };
  const [id, time, signatures] = [
    header('webhook-id'),
    header('webhook-timestamp'),
    header('webhook-signature'),
  ];
  if (id === undefined || time === undefined || signatures === undefined)
    return { ok: false, reason: 'header missing' };
  if (!/^\d{1,12}$/.test(time)) return { ok: false, reason: 'no such time' };
  const timestamp = Number(time);
  const sentAt = timestamp * 1000;
  if (sentAt < now - toleranceMs) return { ok: false, reason: 'too old' };
  if (sentAt > now + toleranceMs) return { ok: false, reason: 'from the future' };
  const given = signatures.split(' ');
  // Every pair is compared, so that the time it takes says nothing about which one was right.
  let matches = 0;
  for (const key of keys) {
    const expected = webhookSignature(key, { id, timestamp, body });
    for (const signature of given) matches += same(signature, expected) ? 1 : 0;
  }
  return matches === 0 ? { ok: false, reason: 'signature wrong' } : { ok: true, id, sentAt };
}

function same(left: string, right: string): boolean {
  const [a, b] = [Buffer.from(left), Buffer.from(right)];
  return a.length === b.length && timingSafeEqual(a, b);
}

function keysOf(secrets: readonly (string | Secret)[]): readonly Buffer[] {
  const keys = secrets.map((secret) => webhookKey(secret instanceof Secret ? secret.reveal() : secret));
  const good = keys.filter((key) => key !== undefined);
  if (good.length === keys.length && good.length > 0) return good;
  const problem = 'expected at least one, each whsec_ and base64 of 24 to 64 bytes';
  throw new ConfigError('verifyWebhook', [{ path: 'secrets', message: problem }]);
}
