import { drawPixel, smokeSuite } from '@tradewarden/testing';
import { describe, test } from 'vitest';
import { opened, token } from '../test/opened.ts';

import { telegram } from './telegram-channel.ts';

const wrongToken = token.replace('Canary', 'Wrong_');

describe('the fake service', () => {
  smokeSuite(test, {
    open: async () => {
      const { channel, server, close } = await opened({}, { drawPicture: drawPixel });
      const to = { chatId: 1, apiRoot: server.url };
      return {
        channel,
        nowhere: telegram.create({ ...to, token, chatId: 404 }),
        stranger: telegram.create({ ...to, token: wrongToken }),
        close,
      };
    },
  });
});

/** `TOKEN@CHAT`, such as `123456:ABC…@-1001234`: a bot and a chat that exist for this. */
const given = process.env['TRADEWARDEN_TEST_TELEGRAM'];
const notice = 'no TRADEWARDEN_TEST_TELEGRAM=TOKEN@CHAT: not tried against the live service';

describe('the live service', { timeout: 120_000 }, () => {
  test.runIf(given === undefined)('is tried', (context) => context.skip(notice));
  const [liveToken = '', chatId = ''] = given?.split('@') ?? [];
  smokeSuite(given === undefined ? () => {} : test, {
    // A group takes 20 messages in a minute.
    spacingMs: 3100,
    open: () => ({
      channel: telegram.create({ token: liveToken, chatId }),
      nowhere: telegram.create({ token: liveToken, chatId: 1 }),
      stranger: telegram.create({ token: wrongToken, chatId }),
    }),
  });
});
