import type { ChannelDependencies } from '@tradewarden/core';
import { servedChannel, type ServedChannel } from '@tradewarden/testing';
import {
  type DiscordServer,
  type DiscordServerOptions,
  startDiscordServer,
} from '@tradewarden/testing/discord';
import { discord, type DiscordOptions } from '../src/discord-channel.ts';

export const hookToken = 'CanaryHookToken_0123456789-abcdefghijklmnop';
export const botToken = 'CanaryBot.Token.0123456789';

export type Opened = ServedChannel<DiscordServer>;

/** A channel to the webhook, or with the bot, of a strict server without rates. */
export async function opened(
  kind: 'webhook' | 'bot' = 'webhook',
  dependencies: Partial<ChannelDependencies> = {},
  options: Pick<DiscordOptions, 'silent' | 'thread'> = {},
  serverOptions: Partial<DiscordServerOptions> = {},
): Promise<Opened> {
  const server = await startDiscordServer({
    rates: 'none',
    webhook: { id: '11', token: hookToken, threads: ['77'] },
    channel: { id: '22', token: botToken },
    ...serverOptions,
  });
  const to =
    kind === 'webhook' ? { webhookUrl: server.webhookUrl } : { botToken, channelId: '22', api: server.url };
  const channel = discord.create({ ...to, timeoutMs: 1000, ...options }, dependencies);
  return servedChannel(server, channel);
}

/** The address of a webhook where nobody listens. */
export async function deadWebhook(): Promise<string> {
  const server = await startDiscordServer({ webhook: { id: '11', token: hookToken } });
  await server.close();
  return server.webhookUrl;
}
