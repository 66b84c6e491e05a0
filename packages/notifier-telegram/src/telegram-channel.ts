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
import { fromTelegramError } from './from-telegram-error.ts';
import { mostCharacters, mostParts, renderMessage } from './render/render-message.ts';
import { sendPart } from './send-part.ts';
import { telegramClient } from './telegram-client.ts';

export interface TelegramOptions {
  /** From @BotFather. */
  readonly token: string | Secret;
  /** A number (negative for groups and channels), or the `@name` of a public channel or supergroup. */
  readonly chatId: number | string;
  /** `message_thread_id` of a forum topic; not for the General topic. */
  readonly topic?: number | undefined;
  /** Severities that arrive without sound, or `true` for all; default `info` only. */
  readonly silent?: boolean | readonly MessageSeverity[] | undefined;
  /** Messages can be neither forwarded nor saved; default false. */
  readonly protect?: boolean | undefined;
  /** Default `telegram`; another when one app has several. */
  readonly id?: string | undefined;
  /** Of a Bot API server of your own. */
  readonly apiRoot?: string | undefined;
  /** For one request; default 15 s. */
  readonly timeoutMs?: number | undefined;
}

const severities = ['info', 'notice', 'warning', 'critical'] as const;

const schema = z.strictObject({
  token: z
    .union([z.instanceof(Secret), z.string().transform(secret)])
    .refine((token) => /^\d+:[\w-]{30,}$/.test(token.reveal()), 'expected the token as @BotFather gave it'),
  chatId: z.union([z.int(), z.string().regex(/^(-?\d+|@\w{4,32})$/, 'expected a number or @name')]),
  topic: z.int().min(2).optional(),
  silent: z.union([z.boolean(), z.array(z.enum(severities)).readonly()]).optional(),
  protect: z.boolean().optional(),
  id: z.string().min(1).optional(),
  apiRoot: z.url().optional(),
  timeoutMs: z.int().min(1000).max(120_000).optional(),
}) satisfies z.ZodType<unknown, TelegramOptions>;

/** A group or channel has a limit of its own; `@names` are never private chats. */
const isGroup = (chatId: number | string): boolean =>
  String(chatId).startsWith('-') || String(chatId).startsWith('@');

/** Sends messages to one chat as text with formatting, never as markup. */
export const telegram: ChannelFactory<TelegramOptions> = defineChannel({
  name: 'telegram',
  version: '0.1.0',
  options: schema,
  create: (options, dependencies) => {
    const { token, chatId, topic, silent = ['info'], protect = false, timeoutMs = 15_000 } = options;
    const api = telegramClient({ token: token.reveal(), apiRoot: options.apiRoot, timeoutMs });
    const silentFor = silent === true ? severities : silent === false ? [] : silent;
    return {
      id: options.id ?? 'telegram',
      // The number before the colon is public.
      account: `telegram/${token.reveal().split(':')[0]}`,
      target: String(chatId),
      capabilities: {
        maximumLength: mostCharacters,
        lengthUnit: 'code-points',
        maximumParts: mostParts,
        silent: true,
        pictures: true,
        rates: [
          { scope: 'bot', per: 'account', count: 30, windowMs: 1000 },
          { scope: 'chat', per: 'target', count: 1, windowMs: 1000 },
          ...(isGroup(chatId)
            ? [{ scope: 'group', per: 'target', count: 20, windowMs: 60_000 } as const]
            : []),
        ],
      },
      render: (message) =>
        renderMessage(message, { silentFor, pictures: dependencies.drawPicture !== undefined }),
      deliver: async (part, delivery) =>
        sendPart(api, { chatId, topic, protect }, part, delivery, dependencies),
      verify: async (signal): Promise<DeliveryOutcome> => {
        const stop = signal as unknown as Parameters<typeof api.getMe>[0];
        try {
          const { username } = await api.getMe(stop);
          const chat = await api.getChat(chatId, stop);
          return {
            status: 'delivered',
            receipt: `@${username} may look at the ${chat.type} chat ${chat.id}`,
          };
        } catch (error) {
          return verifyOutcome(fromTelegramError(error).outcome);
        }
      },
    };
  },
});
