import { type Clock, systemClock } from '@tradewarden/core';
import type { Fault } from '../fault.ts';
import { type HttpAnswer, type HttpExchange, type HttpRequest, startLoopback } from '../loopback-http.ts';
import { parseMultipart } from '../multipart.ts';
import { TelegramBotApi, type TelegramMessage } from './telegram-bot-api.ts';
import type { TelegramChat } from './telegram-chats.ts';
import { type TelegramRateLimits, usualTelegramRates } from './telegram-rates.ts';
import { TelegramRefusal } from './telegram-refusal.ts';

export interface TelegramServerOptions {
  /** The only token that is accepted. */
  readonly token: string;
  readonly chats: readonly TelegramChat[];
  /** Default: what Telegram allows; `none`: no limits. */
  readonly rates?: TelegramRateLimits | 'none';
  /** For the rate windows and the dates of messages. */
  readonly clock?: Clock;
}

/** A Bot API on loopback that counts and refuses as the real one does. */
export interface TelegramServer {
  /** For `apiRoot`. */
  readonly url: string;
  /** Every request and its answer; the path holds the token. */
  readonly transcript: readonly HttpExchange[];
  /** What lies in the chats, in order of arrival. */
  readonly messages: readonly TelegramMessage[];
  /** Replaces the chat of the same id, or adds one. */
  readonly setChat: (chat: TelegramChat) => void;
  /** Faults for the next requests, one for each. */
  readonly script: (...faults: readonly Fault[]) => void;
  readonly close: () => Promise<void>;
}

/** Starts the server; `close` it when done. */
export async function startTelegramServer(options: TelegramServerOptions): Promise<TelegramServer> {
  const { token, chats, rates = usualTelegramRates, clock = systemClock } = options;
  const api = new TelegramBotApi({
    token,
    chats,
    rates: rates === 'none' ? undefined : rates,
    clock,
  });
  const loopback = await startLoopback((request) => answerOf(api, token, request));
  return { ...loopback, messages: api.messages, setChat: (chat) => api.setChat(chat) };
}

function answerOf(api: TelegramBotApi, token: string, request: HttpRequest): HttpAnswer {
  try {
    const [, given, method] = /^\/bot([^/]+)\/([A-Za-z]+)$/.exec(request.path) ?? [];
    if (given === undefined || method === undefined || !/^\d+:[\w-]+$/.test(decodeURIComponent(given)))
      throw new TelegramRefusal(404, 'Not Found');
    if (decodeURIComponent(given) !== token) throw new TelegramRefusal(401, 'Unauthorized');
    const form = parseMultipart(request.headers['content-type'] ?? '', request.body);
    const fields = form === undefined ? jsonFields(request.body) : formFields(form.fields);
    return { status: 200, body: { ok: true, result: api.call(method, fields, form) } };
  } catch (error) {
    if (!(error instanceof TelegramRefusal)) throw error;
    const { code, message, parameters } = error;
    const retryAfter = parameters?.['retry_after'];
    return {
      status: code,
      body: {
        ok: false,
        error_code: code,
        description: message,
        ...(parameters === undefined ? {} : { parameters }),
      },
      ...(retryAfter === undefined ? {} : { headers: { 'retry-after': String(retryAfter) } }),
    };
  }
}

function jsonFields(body: Buffer): Readonly<Record<string, unknown>> {
  if (body.length === 0) return {};
  try {
    return JSON.parse(body.toString('utf8')) as Readonly<Record<string, unknown>>;
  } catch {
    throw new TelegramRefusal(400, "Bad Request: can't parse JSON object");
  }
}

/** Form values are text; what is not plain text is JSON. */
function formFields(fields: ReadonlyMap<string, string>): Readonly<Record<string, unknown>> {
  const plain = new Set(['text', 'caption', 'photo', 'parse_mode']);
  return Object.fromEntries(
    [...fields].map(([name, value]) => [name, plain.has(name) ? value : parsed(value)]),
  );
}

function parsed(value: string): unknown {
  try {
    return JSON.parse(value) as unknown;
  } catch {
    return value;
  }
}
