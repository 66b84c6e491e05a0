import {
  type ChannelFactory,
  defineChannel,
  type DeliveryOutcome,
  type MessageSeverity,
  Secret,
  secret,
} from '@tradewarden/core';
import { verifyOutcome } from '@tradewarden/notify';
import * as z from 'zod';
import { discordClient } from './discord-client.ts';
import { type DiscordPlace, isWebhookUrl, webhookOf } from './discord-place.ts';
import { fromDiscordError } from './from-discord-error.ts';
import { mostCharacters, mostParts, renderMessage } from './render/render-message.ts';
import { sendPart } from './send-part.ts';

interface CommonOptions {
  /** Id of a thread of the channel; a forum wants one. */
  readonly thread?: string | undefined;
  /** Severities that arrive without sound, or `true` for all; default `info` only. */
  readonly silent?: boolean | readonly MessageSeverity[] | undefined;
  /** Default `discord`; another when one app has several. */
  readonly id?: string | undefined;
  /** Of a REST API of your own, without the version. */
  readonly api?: string | undefined;
  /** For one request; default 15 s. */
  readonly timeoutMs?: number | undefined;
}

export type DiscordOptions =
  /** The address of a webhook, as Discord gives it. */
  | (CommonOptions & { readonly webhookUrl: string | Secret })
  /** A bot, which Discord lets repeat a message without showing it twice. */
  | (CommonOptions & { readonly botToken: string | Secret; readonly channelId: string });

const severities = ['info', 'notice', 'warning', 'critical'] as const;
const hidden = z.union([z.instanceof(Secret), z.string().min(1).transform(secret)]);
const snowflake = z.string().regex(/^\d{2,25}$/, 'expected the number of a channel or thread');
const common = {
  thread: snowflake.optional(),
  silent: z.union([z.boolean(), z.array(z.enum(severities)).readonly()]).optional(),
  id: z.string().min(1).optional(),
  api: z.url().optional(),
  timeoutMs: z.int().min(1000).max(120_000).optional(),
};

const schema = z.union([
  z.strictObject({
    ...common,
    webhookUrl: hidden.refine(
      (url) => isWebhookUrl(url.reveal()),
      'expected an address such as https://discord.com/api/webhooks/NUMBER/TOKEN',
    ),
  }),
  z.strictObject({ ...common, botToken: hidden, channelId: snowflake }),
]) satisfies z.ZodType<unknown, DiscordOptions>;

/** Sends messages to one Discord channel as embeds that notify nobody by name. */
export const discord: ChannelFactory<DiscordOptions> = defineChannel({
  name: 'discord',
  version: '0.1.0',
  options: schema,
  create: (options, dependencies) => {
    const { silent = ['info'], timeoutMs = 15_000, thread } = options;
    const place: DiscordPlace =
      'webhookUrl' in options
        ? webhookOf(options.webhookUrl)
        : { kind: 'bot', channelId: options.channelId, token: options.botToken.reveal() };
    dependencies.redactor.add(place.token);
    const rest = discordClient({
      api: options.api ?? (place.kind === 'webhook' ? place.api : undefined),
      timeoutMs,
      token: place.kind === 'bot' ? place.token : undefined,
    });
    const target = place.kind === 'webhook' ? `webhook/${place.id}` : `channel/${place.channelId}`;
    const silentFor: readonly MessageSeverity[] =
      silent === true ? severities : silent === false ? [] : silent;
    return {
      id: options.id ?? 'discord',
      account: place.kind === 'webhook' ? `discord/${target}` : `discord/bot/${place.channelId}`,
      target: thread === undefined ? target : `${target}/${thread}`,
      capabilities: {
        maximumLength: mostCharacters,
        lengthUnit: 'code-points',
        maximumParts: mostParts,
        silent: true,
        pictures: true,
        idempotencyKey: place.kind === 'bot',
        // Discord says in its answers what it allows; these are where to begin.
        rates: [
          { scope: 'global', per: 'account', count: 50, windowMs: 1000 },
          { scope: 'route', per: 'account', count: 5, windowMs: 2000 },
          { scope: 'channel', per: 'account', count: 30, windowMs: 60_000 },
        ],
      },
      render: (message) =>
        renderMessage(message, {
          silent: silentFor.includes(message.severity),
          pictures: dependencies.drawPicture !== undefined,
        }),
      deliver: async (part, delivery) => sendPart(rest, { place, thread }, part, delivery, dependencies),
      verify: async (signal): Promise<DeliveryOutcome> => {
        const route =
          place.kind === 'webhook' ? `/webhooks/${place.id}/${place.token}` : `/channels/${place.channelId}`;
        try {
          await rest.get(route as `/${string}`, { signal, auth: place.kind === 'bot' });
          return { status: 'delivered', receipt: `may look at ${target}` };
        } catch (error) {
          return verifyOutcome(fromDiscordError(error));
        }
      },
    };
  },
});
