import { type ChannelFactory, defineChannel } from '@tradewarden/core';
import * as z from 'zod';

export interface WebhookOptions {
  readonly url: string;
}

const options: z.ZodType<WebhookOptions, WebhookOptions> = z.strictObject({ url: z.url() });

/** Posts every message as JSON. Ids, plain text and failures of the network are core's business. */
export const webhook: ChannelFactory<WebhookOptions> = defineChannel({
  name: 'webhook',
  version: '1.0.0',
  options,
  create: ({ url }) => ({
    id: 'webhook',
    capabilities: { idempotencyKey: true },
    deliver: async ({ text }, { signal, deliveryId }) => {
      const body = JSON.stringify({ id: deliveryId, text });
      const response = await fetch(url, { method: 'POST', body, signal });
      if (response.ok) return { status: 'delivered' };
      if (response.status !== 429)
        return { status: 'permanent-target', reason: `answered ${response.status}` };
      const retryAfterMs = Number(response.headers.get('retry-after') ?? 1) * 1000;
      return { status: 'rate-limited', retryAfterMs, scope: 'webhook' };
    },
  }),
});
