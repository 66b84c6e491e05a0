import { sampleMessage } from '@tradewarden/testing';
import { expect, test } from 'vitest';
import { delivery } from '../test/opened.ts';
import { discord } from './discord-channel.ts';

/** The address of a webhook that exists for this. */
const webhookUrl = process.env['TRADEWARDEN_TEST_DISCORD'];
if (webhookUrl === undefined) console.log('no TRADEWARDEN_TEST_DISCORD: not tried against the live service');

test.runIf(webhookUrl !== undefined)('the live service takes what the fake one takes', async () => {
  const channel = discord.create({ webhookUrl: webhookUrl ?? '' });
  expect(await channel.verify?.(AbortSignal.timeout(20_000))).toMatchObject({ status: 'delivered' });
  for (const part of channel.render(sampleMessage({ title: 'Test of Tradewarden: LONG BTC/USDT @ 42200' })))
    expect(await channel.deliver(part, delivery())).toMatchObject({ status: 'delivered' });
});
