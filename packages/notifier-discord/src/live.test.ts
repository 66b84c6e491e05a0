import { drawPixel, smokeSuite } from '@tradewarden/testing';
import { describe, test } from 'vitest';
import { opened } from '../test/opened.ts';

import { discord } from './discord-channel.ts';

/** The same webhook with another number, and with another token. */
const wrong = (webhookUrl: string): { readonly nowhere: string; readonly stranger: string } => ({
  nowhere: webhookUrl.replace(/\/webhooks\/\d+/, '/webhooks/100000000000000000'),
  stranger: `${webhookUrl.slice(0, -4)}zzzz`,
});

describe('the fake service', () => {
  smokeSuite(test, {
    open: async () => {
      const { channel, server, close } = await opened('webhook', { drawPicture: drawPixel });
      const { nowhere, stranger } = wrong(server.webhookUrl);
      return {
        channel,
        nowhere: discord.create({ webhookUrl: nowhere }),
        stranger: discord.create({ webhookUrl: stranger }),
        close,
      };
    },
  });
});

/** The address of a webhook that exists for this. */
const given = process.env['TRADEWARDEN_TEST_DISCORD'];
const notice = 'no TRADEWARDEN_TEST_DISCORD=URL: not tried against the live service';

describe('the live service', { timeout: 120_000 }, () => {
  test.runIf(given === undefined)('is tried', (context) => context.skip(notice));
  const webhookUrl = given ?? 'https://discord.com/api/webhooks/10/none';
  const { nowhere, stranger } = wrong(webhookUrl);
  smokeSuite(given === undefined ? () => {} : test, {
    // A channel takes 30 messages in a minute.
    spacingMs: 2100,
    open: () => ({
      channel: discord.create({ webhookUrl }),
      nowhere: discord.create({ webhookUrl: nowhere }),
      stranger: discord.create({ webhookUrl: stranger }),
    }),
  });
});
