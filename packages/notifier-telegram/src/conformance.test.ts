import { channelSuite } from '@tradewarden/testing';
import { test } from 'vitest';
import { deadAddress, opened, token } from '../test/opened.ts';
import { telegram } from './telegram-channel.ts';

channelSuite(test, {
  open: async () => {
    const { channel, server, close } = await opened();
    return {
      channel,
      arrived: () => server.messages.map(({ text }) => text.replaceAll('\u2060', '')),
      unreachable: telegram.create({ token, chatId: 1, apiRoot: await deadAddress() }),
      close,
    };
  },
});
