import {
  type ChannelFactory,
  defineChannel,
  type DeliveryOutcome,
  Secret,
  secret,
  sha256Hex,
} from '@tradewarden/core';
import { verifyOutcome } from '@tradewarden/notify';
import * as z from 'zod';
import { emailClient } from './email-client.ts';
import { fromEmailError } from './from-email-error.ts';
import { mostBytes, renderMessage } from './render/render-message.ts';
import { sendMail } from './send-mail.ts';

export interface EmailOptions {
  /** `smtps://USER:PASSWORD@HOST:465`, or `smtp://…:587` with STARTTLS. */
  readonly url: string | Secret;
  /** `me@example.com` or `Name <me@example.com>`. */
  readonly from: string;
  /** One reader; for several, one channel each, so that no failure of one is a failure of another. */
  readonly to: string;
  /** Default `email`; another when one app has several. */
  readonly id?: string | undefined;
  /** For the connection and the greeting, and twice as long for an answer; default 10 s. */
  readonly timeoutMs?: number | undefined;
  /** What the provider takes in a day; default 500. */
  readonly perDay?: number | undefined;
}

const address = /^(?:[^<>@\r\n]*<)?[\w.!#$%&'*+/=?^`{|}~-]+@[a-z\d-]+(?:\.[a-z\d-]+)*>?$/i;

function isMailUrl(url: string): boolean {
  if (!URL.canParse(url)) return false;
  const { protocol, hostname, username, password } = new URL(url);
  return /^smtps?:$/.test(protocol) && hostname !== '' && isEncoded(`${username}:${password}`);
}

/** A word such as `100%` is none until its `%` is written `%25`. */
function isEncoded(words: string): boolean {
  try {
    decodeURIComponent(words);
    return true;
  } catch {
    return false;
  }
}

const schema = z.strictObject({
  url: z
    .union([z.instanceof(Secret), z.string().transform(secret)])
    .refine(
      (url) => isMailUrl(url.reveal()),
      'expected smtp://HOST or smtps://USER:PASSWORD@HOST, both percent-encoded',
    ),
  from: z.string().regex(address, 'expected one mail address'),
  to: z.string().regex(address, 'expected one mail address'),
  id: z.string().min(1).optional(),
  timeoutMs: z.int().min(500).max(120_000).optional(),
  perDay: z.int().min(1).optional(),
}) satisfies z.ZodType<unknown, EmailOptions>;

/** Sends messages to one mail address as text and HTML. */
export const email: ChannelFactory<EmailOptions> = defineChannel({
  name: 'email',
  version: '0.1.0',
  options: schema,
  create: ({ url, from, to, id = 'email', timeoutMs = 10_000, perDay = 500 }, dependencies) => {
    const { username, password } = new URL(url.reveal());
    dependencies.redactor.add(decodeURIComponent(password));
    dependencies.redactor.add(
      Buffer.from(`\0${decodeURIComponent(username)}\0${decodeURIComponent(password)}`).toString('base64'),
    );
    const client = emailClient({ url: url.reveal(), timeoutMs });
    return {
      id,
      account: `email/${sha256Hex(url.reveal()).slice(0, 12)}`,
      target: to,
      capabilities: {
        maximumLength: mostBytes,
        lengthUnit: 'bytes',
        maximumParts: 1,
        pictures: true,
        // A second mail with the same Message-ID is shown once by most readers, not by all.
        idempotencyKey: false,
        rates: [
          { scope: 'transport', per: 'account', count: 1, windowMs: 1000 },
          { scope: 'day', per: 'account', count: perDay, windowMs: 86_400_000 },
        ],
      },
      render: (message) => renderMessage(message, { pictures: dependencies.drawPicture !== undefined }),
      deliver: async (part, options) =>
        sendMail(client, { from, to: options.target ?? to }, part, options, dependencies),
      verify: async (): Promise<DeliveryOutcome> => {
        try {
          await client.verify();
          return { status: 'delivered', receipt: 'connected and logged in' };
        } catch (error) {
          return verifyOutcome(fromEmailError(error));
        }
      },
      stop: async () => client.close(),
    };
  },
});
