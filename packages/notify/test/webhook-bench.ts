import type { Channel, ChannelDependencies } from '@tradewarden/core';
import { startWebhookServer, type WebhookServer } from '@tradewarden/testing/webhook';
import { webhookChannel, type WebhookChannelOptions } from '../src/webhook/webhook-channel.ts';

export const whsec = (fill: string): string => `whsec_${Buffer.alloc(32, fill).toString('base64')}`;

export interface WebhookBench {
  readonly server: WebhookServer;
  readonly channel: Channel;
  readonly close: () => Promise<void>;
}

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
  return {
    server,
    channel,
    close: async () => {
      await channel.stop?.();
      await server.close();
    },
  };
}
