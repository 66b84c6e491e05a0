import type { ChannelDependencies } from '@tradewarden/core';
import { servedChannel, type ServedChannel } from '@tradewarden/testing';
import { startWebhookServer, type WebhookServer } from '@tradewarden/testing/webhook';
import { webhookChannel, type WebhookChannelOptions } from '../src/webhook/webhook-channel.ts';

export const whsec = (fill: string): string => `whsec_${Buffer.alloc(32, fill).toString('base64')}`;

export type WebhookBench = ServedChannel<WebhookServer>;

/** A channel to a strict receiver on loopback. */
export async function webhookBench(
  options: Partial<WebhookChannelOptions> = {},
  dependencies: Partial<ChannelDependencies> = {},
  accepted: readonly string[] = [whsec('a')],
): Promise<WebhookBench> {
  const server = await startWebhookServer({ secrets: accepted });
  const channel = webhookChannel.create(
    { url: server.url, secrets: [whsec('a')], timeoutMs: 500, ...options },
    dependencies,
  );
  return servedChannel(server, channel);
}
