import type { ChannelDependencies } from '@tradewarden/core';
import { servedChannel, type ServedChannel } from '@tradewarden/testing';
import {
  startTelegramServer,
  type TelegramServer,
  type TelegramServerOptions,
} from '@tradewarden/testing/telegram';
import { telegram, type TelegramOptions } from '../src/telegram-channel.ts';

export const token = '123456:CanaryCanaryCanaryCanaryCanary_-0123';

export type Opened = ServedChannel<TelegramServer>;

/** A channel to the private chat 1 of a strict server without rates. */
export async function opened(
  options: Partial<TelegramOptions> = {},
  dependencies: Partial<ChannelDependencies> = {},
  serverOptions: Partial<TelegramServerOptions> = {},
): Promise<Opened> {
  const server = await startTelegramServer({
    token,
    rates: 'none',
    chats: [
      { id: 1, type: 'private' },
      { id: -1001, type: 'supergroup', username: 'the_desk', topics: { 7: 'open', 8: 'closed' } },
    ],
    ...serverOptions,
  });
  const channel = telegram.create(
    { token, chatId: 1, apiRoot: server.url, timeoutMs: 1000, ...options },
    dependencies,
  );
  return servedChannel(server, channel);
}

/** An address where nobody listens. */
export async function deadAddress(): Promise<string> {
  const server = await startTelegramServer({ token, chats: [] });
  await server.close();
  return server.url;
}
