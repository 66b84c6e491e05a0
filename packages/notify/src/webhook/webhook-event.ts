import { type Json, type Message, plainText, type RenderedPart } from '@tradewarden/core';
import { cleanMessage, cleanTexts } from '../message/clean-message.ts';
import { splitMessage } from '../message/split-message.ts';

export const mostTextBytes = 16_384;
const mostDocumentBytes = 49_152;
const mostFieldBytes = 4096;

/** The payload of a webhook, apart from its text, which travels beside it and is put in last. */
export interface WebhookEvent {
  readonly type: `tradewarden.${Message['kind'] | 'ping'}`;
  readonly schemaVersion: 1;
  readonly data: Readonly<Record<string, Json | undefined>>;
}

const bytes = (text: string): number => Buffer.byteLength(text);

/** One part: what a program needs as fields, and the message as people read it, shortened when it is very long. */
export function webhookParts(message: Message): readonly RenderedPart[] {
  const { pieces } = splitMessage(cleanMessage(message), {
    fits: (piece) => bytes(plainText(piece)) <= mostTextBytes,
    maximumParts: 1,
  });
  const { kind, severity, topic, title, planId, slot, dedupeKey, expiresAt, fields, document } = message;
  const within = (value: unknown, most: number): boolean =>
    value !== undefined && bytes(JSON.stringify(value)) <= most;
  const data: WebhookEvent['data'] = {
    kind,
    severity,
    title: pieces[0]?.title ?? title,
    dedupeKey,
    ...(topic === undefined ? {} : { topic }),
    ...(planId === undefined ? {} : { planId }),
    ...(slot === undefined ? {} : { slot }),
    ...(expiresAt === undefined ? {} : { expiresAt }),
    ...(fields.length > 0 && within(fields, mostFieldBytes) ? { fields } : {}),
    ...(within(document, mostDocumentBytes) ? { document } : {}),
  };
  const event: WebhookEvent = { type: `tradewarden.${kind}`, schemaVersion: 1, data: cleanTexts(data) };
  return pieces.map((piece) => ({ text: plainText(piece), extra: { event } }));
}

export const pingEvent: WebhookEvent = { type: 'tradewarden.ping', schemaVersion: 1, data: {} };

/** The body that is signed and sent. */
export function webhookBody({ text, extra }: RenderedPart, silent: boolean): string {
  const { data, ...event } = (extra?.['event'] ?? pingEvent) as WebhookEvent;
  return JSON.stringify({ ...event, data: { ...data, text, ...(silent ? { silent } : {}) } });
}
