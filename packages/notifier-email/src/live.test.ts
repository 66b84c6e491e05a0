import { drawPixel, smokeSuite } from '@tradewarden/testing';
import { describe, test } from 'vitest';
import { opened } from '../test/opened.ts';

import { email } from './email-channel.ts';

const [from, to] = ['bot@x.test', 'me@x.test'];

describe('the fake service', () => {
  smokeSuite(test, {
    open: async () => {
      const { channel, server, close } = await opened(
        { drawPicture: drawPixel },
        { account: { user: 'bot', pass: 'word-0123' }, mailboxes: { [to]: true } },
      );
      await channel.stop?.();
      const at = `${server.host}:${server.port}`;
      const url = `smtp://bot:word-0123@${at}`;
      return {
        channel: email.create({ url, from, to }, { drawPicture: drawPixel }),
        nowhere: email.create({ url, from, to: 'nobody@x.test' }),
        stranger: email.create({ url: `smtp://bot:wrong@${at}`, from, to }),
        close,
      };
    },
  });
});

/** `URL FROM TO`, such as `smtps://user:word@host me@example.com you@example.com`. */
const given = process.env['TRADEWARDEN_TEST_SMTP'];
const notice = 'no TRADEWARDEN_TEST_SMTP="URL FROM TO": not tried against a live service';

describe('the live service', { timeout: 120_000 }, () => {
  test.runIf(given === undefined)('is tried', (context) => context.skip(notice));
  const [url = '', sender = '', reader = ''] = given?.split(' ') ?? [];
  smokeSuite(given === undefined ? () => {} : test, {
    spacingMs: 1000,
    open: () => ({
      channel: email.create({ url, from: sender, to: reader }),
      // Most servers take a mail for anybody and send it back later: nobody is asked who is not there.
      stranger: email.create({ url: url.replace(/:[^:@/]*@/, ':wrong@'), from: sender, to: reader }),
    }),
  });
});
