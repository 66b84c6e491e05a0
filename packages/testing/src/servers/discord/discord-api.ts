import type { Clock } from '@tradewarden/core';
import type { HttpAnswer, HttpRequest } from '../loopback-http.ts';
import { parseMultipart, type UploadedFile } from '../multipart.ts';
import { type LiveMarkup, liveMarkup, pinged } from './discord-markup.ts';
import { checkPayload, type DiscordFields, payloadOf } from './discord-payload.ts';
import { checkPlace, checkThread, type DiscordPlace } from './discord-places.ts';
import { type DiscordRateLimits, DiscordRates } from './discord-rates.ts';
import { DiscordRefusal } from './discord-refusal.ts';

export interface DiscordMessage {
  readonly id: string;
  readonly fields: DiscordFields;
  readonly files: readonly UploadedFile[];
  readonly thread?: string;
  /** Who was notified. */
  readonly pinged: readonly string[];
  /** Mentions, links and the like in any text of the message. */
  readonly live: readonly LiveMarkup[];
}

const texts = (value: unknown): readonly string[] =>
  typeof value === 'string'
    ? [value]
    : typeof value === 'object' && value !== null
      ? Object.entries(value).flatMap(([name, inner]) =>
          ['url', 'timestamp', 'allowed_mentions', 'attachments', 'nonce'].includes(name) ? [] : texts(inner),
        )
      : [];

/** The routes over the state of one webhook and one channel. */
export class DiscordApi {
  readonly messages: DiscordMessage[] = [];
  webhook: DiscordPlace | undefined;
  channel: DiscordPlace | undefined;
  readonly #rates: DiscordRates;
  readonly #nonces = new Map<string, DiscordMessage>();

  constructor(options: {
    readonly webhook: DiscordPlace | undefined;
    readonly channel: DiscordPlace | undefined;
    readonly rates: DiscordRateLimits | undefined;
    readonly clock: Clock;
  }) {
    this.webhook = options.webhook;
    this.channel = options.channel;
    this.#rates = new DiscordRates(options.rates, options.clock);
  }

  /** @throws {DiscordRefusal} */
  handle(request: HttpRequest): HttpAnswer {
    const { pathname, searchParams } = new URL(request.path, 'http://127.0.0.1');
    const route = pathname.replace(/^\/api(\/v\d+)?/, '');
    const [, hookId, hookToken] = /^\/webhooks\/(\d+)\/([\w-]+)$/.exec(route) ?? [];
    if (hookId !== undefined && hookToken !== undefined) {
      const place = this.#hook(hookId, hookToken);
      if (request.method === 'GET')
        return { status: 200, body: { id: place.id, type: 1, channel_id: '1', name: 'fake' } };
      return this.#post(request, place, 'webhook', searchParams);
    }
    const [, channelId, tail] = /^\/channels\/(\d+)(\/messages)?$/.exec(route) ?? [];
    if (channelId !== undefined) {
      const place = this.#botChannel(request, channelId);
      if (request.method === 'GET' && tail === undefined)
        return { status: 200, body: { id: place.id, type: 0 } };
      if (tail !== undefined) return this.#post(request, place, 'bot', searchParams);
    }
    throw new DiscordRefusal(404, 0, '404: Not Found');
  }

  #hook(id: string, token: string): DiscordPlace {
    if (this.webhook?.id !== id) throw new DiscordRefusal(404, 10_015, 'Unknown Webhook');
    if (this.webhook.token !== token) throw new DiscordRefusal(401, 50_027, 'Invalid Webhook Token');
    checkPlace(this.webhook, 'webhook');
    return this.webhook;
  }

  #botChannel({ headers }: HttpRequest, id: string): DiscordPlace {
    if (headers['authorization'] !== `Bot ${this.channel?.token}`)
      throw new DiscordRefusal(401, 0, '401: Unauthorized');
    if (this.channel?.id !== id) throw new DiscordRefusal(404, 10_003, 'Unknown Channel');
    checkPlace(this.channel, 'bot');
    return this.channel;
  }

  #post(
    request: HttpRequest,
    place: DiscordPlace,
    kind: 'webhook' | 'bot',
    query: URLSearchParams,
  ): HttpAnswer {
    if (request.method !== 'POST') throw new DiscordRefusal(405, 0, '405: Method Not Allowed');
    const { waitMs, scope, headers } = this.#rates.take();
    if (waitMs > 0) return tooMany(waitMs, scope, headers);
    const form = parseMultipart(request.headers['content-type'] ?? '', request.body);
    const fields = payloadOf(request.body, form);
    const thread = query.get('thread_id');
    if (kind === 'webhook') checkThread(place, thread, fields['thread_name']);
    const files = form?.files ?? new Map<string, UploadedFile>();
    checkPayload(fields, files, kind);
    const message = this.#take(fields, [...files.values()], thread, kind);
    return kind === 'webhook' && query.get('wait') !== 'true'
      ? { status: 204, headers }
      : { status: 200, headers, body: { id: message.id, channel_id: '1', content: fields['content'] ?? '' } };
  }

  #take(
    fields: DiscordFields,
    files: readonly UploadedFile[],
    thread: string | null,
    kind: 'webhook' | 'bot',
  ): DiscordMessage {
    const nonce = fields['enforce_nonce'] === true ? String(fields['nonce']) : undefined;
    const known = nonce === undefined ? undefined : this.#nonces.get(nonce);
    if (known !== undefined) return known;
    const content = typeof fields['content'] === 'string' ? fields['content'] : '';
    const standard = kind === 'webhook' ? ['users'] : ['users', 'roles', 'everyone'];
    const message: DiscordMessage = {
      id: String(1_000_000_000_000_000_000n + BigInt(this.messages.length)),
      fields,
      files,
      pinged: pinged(content, fields['allowed_mentions'], standard),
      live: texts(fields).flatMap(liveMarkup),
      ...(thread === null ? {} : { thread }),
    };
    this.messages.push(message);
    if (nonce !== undefined) this.#nonces.set(nonce, message);
    return message;
  }
}

function tooMany(waitMs: number, scope: string, headers: Readonly<Record<string, string>>): HttpAnswer {
  const seconds = waitMs / 1000;
  return {
    status: 429,
    headers: { ...headers, 'x-ratelimit-scope': scope, 'retry-after': String(seconds), via: '1.1 google' },
    body: { message: 'You are being rate limited.', retry_after: seconds, global: false },
  };
}
