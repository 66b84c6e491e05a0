import { channelSuite } from '@tradewarden/testing';
import type { DiscordMessage } from '@tradewarden/testing/discord';
import { describe, test } from 'vitest';
import { deadWebhook, opened } from '../test/opened.ts';
import { discord } from './discord-channel.ts';

/** The words of a message, as a reader sees them. */
const shown = ({ fields }: DiscordMessage): string => JSON.stringify(fields).replaceAll('\\n', '\n');

describe.each(['webhook', 'bot'] as const)('by %s', (kind) => {
  channelSuite(test, {
    open: async () => {
      const { channel, server, close } = await opened(kind);
      return {
        channel,
        arrived: () => server.messages.map(shown),
        unreachable: discord.create({ webhookUrl: await deadWebhook() }),
        close,
      };
    },
  });
});
