import { sampleMessage } from '@tradewarden/testing';
import { expect, test } from 'vitest';
import { delivery } from '../test/opened.ts';
import { email } from './email-channel.ts';

/** `URL FROM TO`, such as `smtps://user:word@host me@example.com you@example.com`. */
const given = process.env['TRADEWARDEN_TEST_SMTP'];
if (given === undefined)
  console.log('no TRADEWARDEN_TEST_SMTP="URL FROM TO": not tried against a live service');

test.runIf(given !== undefined)('the live service takes what the fake one takes', async () => {
  const [url = '', from = '', to = ''] = given?.split(' ') ?? [];
  const channel = email.create({ url, from, to });
  expect(await channel.verify?.(AbortSignal.timeout(30_000))).toMatchObject({ status: 'delivered' });
  for (const part of channel.render(sampleMessage({ title: 'Test of Tradewarden: LONG BTC/USDT @ 42200' })))
    expect(await channel.deliver(part, delivery(given))).toMatchObject({ status: 'delivered' });
  await channel.stop?.();
});
