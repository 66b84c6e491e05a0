import { channelSuite } from '@tradewarden/testing';
import { test } from 'vitest';
import { opened, unreachable } from '../test/opened.ts';
import { partOf } from '../test/read-mail.ts';

channelSuite(test, {
  open: async () => {
    const { channel, server, close } = await opened();
    return {
      channel,
      arrived: () => server.mails.map((mail) => partOf(mail, 'text/plain')),
      unreachable: await unreachable(),
      close,
    };
  },
});
