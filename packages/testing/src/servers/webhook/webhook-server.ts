import { createHmac } from 'node:crypto';
import { type Clock, systemClock } from '@tradewarden/core';
import type { Fault } from '../fault.ts';
import { type HttpAnswer, type HttpExchange, type HttpRequest, startLoopback } from '../loopback-http.ts';

export interface WebhookServerOptions {
  /** `whsec_…`; a webhook signed by none of them is refused with 401. */
  readonly secrets: readonly string[];
  /** Where it listens; default `/hook`. Everything else is 404. */
  readonly path?: string;
  /** What a webhook is too old or new by; default the clock of the system. */
  readonly clock?: Clock;
}

export interface ReceivedEvent {
  readonly id: string;
  readonly type: string;
  readonly data: Readonly<Record<string, unknown>>;
}

/** A strict receiver of Standard Webhooks on loopback: checks signature, time and form, and takes each id once. */
export interface WebhookServer {
  /** The address that takes webhooks. */
  readonly url: string;
  readonly transcript: readonly HttpExchange[];
  /** What was taken, pings apart, in order of arrival. */
  readonly events: readonly ReceivedEvent[];
  readonly pings: readonly ReceivedEvent[];
  readonly script: (...faults: readonly Fault[]) => void;
  readonly close: () => Promise<void>;
}

const toleranceS = 300;
const mostBytes = 98_304;

/** Starts the server; `close` it when done. */
export async function startWebhookServer(options: WebhookServerOptions): Promise<WebhookServer> {
  const { secrets, path = '/hook', clock = systemClock } = options;
  const events: ReceivedEvent[] = [];
  const pings: ReceivedEvent[] = [];
  const seen = new Set<string>();
  const loopback = await startLoopback((request): HttpAnswer => {
    const refusal = refusalOf(request, path, secrets, clock.now() / 1000);
    if (refusal !== undefined) return { status: refusal };
    const id = request.headers['webhook-id'] ?? '';
    const { type, data } = JSON.parse(request.body.toString('utf8')) as Omit<ReceivedEvent, 'id'>;
    if (typeof type !== 'string' || typeof data !== 'object') return { status: 422 };
    if (!seen.has(id)) (type.endsWith('.ping') ? pings : events).push({ id, type, data });
    seen.add(id);
    return { status: 204 };
  });
  return { ...loopback, url: `${loopback.url}${path}`, events, pings };
}

function refusalOf(
  { method, path, headers, body }: HttpRequest,
  listening: string,
  secrets: readonly string[],
  nowS: number,
): number | undefined {
  if (path !== listening) return 404;
  if (method !== 'POST') return 405;
  if (headers['content-type']?.startsWith('application/json') !== true) return 415;
  if (body.length > mostBytes) return 413;
  const { 'webhook-id': id = '', 'webhook-timestamp': time = '', 'webhook-signature': signed = '' } = headers;
  if (!/^[\w-]{1,64}$/.test(id) || !/^\d+$/.test(time)) return 400;
  if (Math.abs(nowS - Number(time)) > toleranceS) return 401;
  const expected = (secret: string): string => {
    const key = Buffer.from(secret.replace(/^whsec_/, ''), 'base64');
    const content = `${id}.${time}.${body.toString('utf8')}`;
    return `v1,${createHmac('sha256', key).update(content).digest('base64')}`;
  };
  const given = new Set(signed.split(' '));
  if (!secrets.some((secret) => given.has(expected(secret)))) return 401;
  try {
    JSON.parse(body.toString('utf8'));
    return undefined;
  } catch {
    return 400;
  }
}
