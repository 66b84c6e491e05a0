import { channelSuite } from '@tradewarden/testing';
import { mailPart } from '@tradewarden/testing/smtp';
import { test } from 'vitest';
import { opened, unreachable } from '../test/opened.ts';

channelSuite(test, {
  open: async () => {
    const { channel, server, close } = await opened();
    return {
      channel,
      arrived: () => server.mails.map((mail) => mailPart(mail, 'text/plain')),
      unreachable: await unreachable(),
      close,
    };
  },
});
