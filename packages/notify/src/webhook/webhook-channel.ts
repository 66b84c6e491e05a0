import { createHash } from 'node:crypto';
import {
  type ChannelFactory,
  defineChannel,
  type DeliverOptions,
  type DeliveryOutcome,
  type RenderedPart,
  Secret,
  secret,
} from '@tradewarden/core';
import * as z from 'zod';
import { verifyOutcome } from '../channels/verify-outcome.ts';
import { deliveryDeadline } from '../outbox/delivery-deadline.ts';
import { fromWebhookAnswer } from './from-webhook-answer.ts';
import { isGuardedAddress, isLoopbackHost } from './network-guard.ts';
import { postWebhook } from './post-webhook.ts';
import { mostTextBytes, pingEvent, webhookBody, webhookParts } from './webhook-event.ts';
import { webhookKey } from './webhook-key.ts';
import { webhookSignature } from './webhook-signature.ts';

export interface WebhookChannelOptions {
  /** `https:`; `http:` to this machine, or anywhere with `allowHttp`. May hold a token in its path: it is kept secret. */
  readonly url: string | Secret;
  /** `whsec_` and base64 of 24 to 64 bytes, the newest first. Each of several signs, while receivers change over. */
  readonly secrets: readonly (string | Secret)[];
  /** Default `webhook`; another when one app has several. */
  readonly id?: string | undefined;
  /** Sends over lines that anybody on the way can read; default false. */
  readonly allowHttp?: boolean | undefined;
  /** Reaches addresses that are not public, in your own network; default false. */
  readonly privateNetwork?: boolean | undefined;
  /** For one request; default 15 s. */
  readonly timeoutMs?: number | undefined;
}

/** Services put tokens into the path or the query; what is shorter is a word. */
const likeToken = 12;

const hidden = z.union([z.instanceof(Secret), z.string().transform(secret)]);
const key = hidden.refine(
  (given) => webhookKey(given.reveal()) !== undefined,
  'expected whsec_ and base64 of 24 to 64 bytes',
);

const schema = z
  .strictObject({
    url: hidden.refine((url) => URL.canParse(url.reveal()), 'expected an address'),
    secrets: z.array(key).min(1).max(5).readonly(),
    id: z.string().min(1).optional(),
    allowHttp: z.boolean().optional(),
    privateNetwork: z.boolean().optional(),
    timeoutMs: z.int().min(100).max(30_000).optional(),
  })
  .superRefine(({ url, allowHttp = false, privateNetwork = false }, context) => {
    if (!URL.canParse(url.reveal())) return;
    const { protocol, hostname, username, password } = new URL(url.reveal());
    const refuse = (message: string): void => context.addIssue({ code: 'custom', path: ['url'], message });
    const isPlain = protocol === 'http:' && (allowHttp || isLoopbackHost(hostname));
    if (protocol !== 'https:' && !isPlain) refuse('expected https:');
    if (username !== '' || password !== '') refuse('expected an address without a login');
    if (!privateNetwork && isGuardedAddress(hostname)) refuse('is not public; privateNetwork allows it');
  }) satisfies z.ZodType<unknown, WebhookChannelOptions>;

/** Posts messages as signed JSON (Standard Webhooks 1.0) to one address: the way to everything without a channel. */
export const webhookChannel: ChannelFactory<WebhookChannelOptions> = defineChannel({
  name: 'webhook',
  version: '0.1.0',
  options: schema,
  create: (options, { clock, redactor }) => {
    const { id = 'webhook', secrets, privateNetwork = false, timeoutMs = 15_000 } = options;
    const url = new URL(options.url.reveal());
    for (const part of [...url.pathname.split('/'), ...url.searchParams.values()])
      if (part.length >= likeToken) redactor.add(part);
    const keys = secrets.flatMap((given) => webhookKey(given.reveal()) ?? []);
    // Names the address without giving away what may be a token in it.
    const place = createHash('sha256').update(url.href).digest('hex').slice(0, 12);

    async function post(part: RenderedPart, delivery: DeliverOptions): Promise<DeliveryOutcome> {
      const body = webhookBody(part, delivery.silent === true);
      const webhookId = delivery.deliveryId.replaceAll(/[^\w-]/g, '_');
      const timestamp = Math.floor(clock.now() / 1000);
      const signatures = keys.map((one) => webhookSignature(one, { id: webhookId, timestamp, body }));
      const answer = await postWebhook({
        url,
        body,
        privateNetwork,
        headers: {
          'content-type': 'application/json; charset=utf-8',
          'user-agent': 'tradewarden-webhook/1',
          'webhook-id': webhookId,
          'webhook-timestamp': String(timestamp),
          'webhook-signature': signatures.join(' '),
        },
        signal: AbortSignal.any([delivery.signal, deliveryDeadline(timeoutMs)]),
      });
      return fromWebhookAnswer(answer, clock.now());
    }

    return {
      id,
      account: `webhook/${place}`,
      target: url.host,
      capabilities: {
        maximumLength: mostTextBytes,
        lengthUnit: 'bytes',
        maximumParts: 1,
        silent: true,
        // A receiver that keeps to Standard Webhooks takes each webhook-id once.
        idempotencyKey: true,
        rates: [{ scope: 'endpoint', per: 'account', count: 20, windowMs: 1000 }],
      },
      render: webhookParts,
      deliver: post,
      // The only proof of a signature is a receiver that takes one: a ping, which means nothing.
      verify: async (signal) =>
        verifyOutcome(
          await post(
            { text: '', extra: { event: pingEvent } },
            { signal, deliveryId: `ping-${clock.now()}`, attempt: 1 },
          ),
        ),
    };
  },
});
