import { type Clock, systemClock } from '@tradewarden/core';
import type { Fault } from '../fault.ts';
import { type HttpAnswer, type HttpExchange, type HttpRequest, startLoopback } from '../loopback-http.ts';
import { DiscordApi, type DiscordMessage } from './discord-api.ts';
import type { DiscordPlace } from './discord-places.ts';
import { type DiscordRateLimits, usualDiscordRates } from './discord-rates.ts';
import { DiscordRefusal } from './discord-refusal.ts';

export interface DiscordServerOptions {
  readonly webhook?: DiscordPlace;
  /** A channel that a bot writes to with its token. */
  readonly channel?: DiscordPlace;
  /** Default: 5 in 2 s, 30 in a minute; `none`: no limits. */
  readonly rates?: DiscordRateLimits | 'none';
  readonly clock?: Clock;
}

/** The part of the Discord REST API that sends messages, on loopback, with its limits and refusals. */
export interface DiscordServer {
  /** For `rest.api`, without the version. */
  readonly url: string;
  /** The address of the webhook, as people paste it. */
  readonly webhookUrl: string;
  readonly transcript: readonly HttpExchange[];
  readonly messages: readonly DiscordMessage[];
  setWebhook(place: DiscordPlace): void;
  setChannel(place: DiscordPlace): void;
  readonly script: (...faults: readonly Fault[]) => void;
  readonly close: () => Promise<void>;
}

/** Starts the server; `close` it when done. */
export async function startDiscordServer(options: DiscordServerOptions): Promise<DiscordServer> {
  const { webhook, channel, rates = usualDiscordRates, clock = systemClock } = options;
  const api = new DiscordApi({ webhook, channel, rates: rates === 'none' ? undefined : rates, clock });
  const loopback = await startLoopback((request) => answerOf(api, request));
  const { url } = loopback;
  return {
    url: `${url}/api`,
    webhookUrl: `${url}/api/webhooks/${webhook?.id}/${webhook?.token}`,
    transcript: loopback.transcript,
    messages: api.messages,
    setWebhook: (place) => {
      api.webhook = place;
    },
    setChannel: (place) => {
      api.channel = place;
    },
    script: loopback.script,
    close: loopback.close,
  };
}

function answerOf(api: DiscordApi, request: HttpRequest): HttpAnswer {
  try {
    if (!/^DiscordBot \(.+, .+\)/.test(request.headers['user-agent'] ?? ''))
      throw new DiscordRefusal(403, 40_333, 'internal network error');
    return api.handle(request);
  } catch (error) {
    if (!(error instanceof DiscordRefusal)) throw error;
    const { status, code, message, details } = error;
    return { status, body: { message, code, ...details } };
  }
}
