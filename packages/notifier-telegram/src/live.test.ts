import { sampleMessage } from '@tradewarden/testing';
import { expect, test } from 'vitest';
import { delivery } from '../test/opened.ts';
import { telegram } from './telegram-channel.ts';

/** `TOKEN@CHAT`, such as `123456:ABC…@-1001234`: a bot and a chat that exist for this. */
const given = process.env['TRADEWARDEN_TEST_TELEGRAM'];
if (given === undefined)
  console.log('no TRADEWARDEN_TEST_TELEGRAM=TOKEN@CHAT: not tried against the live service');

test.runIf(given !== undefined)('the live service takes what the fake one takes', async () => {
  const [token = '', chatId = ''] = given?.split('@') ?? [];
  const channel = telegram.create({ token, chatId });
  expect(await channel.verify?.(AbortSignal.timeout(20_000))).toMatchObject({ status: 'delivered' });
  for (const part of channel.render(sampleMessage({ title: 'Test of Tradewarden: LONG BTC/USDT @ 42200' })))
    expect(await channel.deliver(part, delivery())).toMatchObject({ status: 'delivered' });
});
