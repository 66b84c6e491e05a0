import { inspect } from 'node:util';
import { ConfigError, createRedactor, secret, VirtualClock } from '@tradewarden/core';
import { firstDelivery, sampleMessage, samplePlan } from '@tradewarden/testing';
import { afterEach, expect, test } from 'vitest';
import { signalMessage } from '../formatters/signal-message.ts';
import { type WebhookBench, webhookBench, whsec } from '../../test/webhook-bench.ts';
import { verifyWebhook } from './verify-webhook.ts';
import { webhookChannel } from './webhook-channel.ts';

const open: WebhookBench[] = [];
const use = async (...given: Parameters<typeof webhookBench>): Promise<WebhookBench> => {
  const bench = await webhookBench(...given);
  open.push(bench);
  return bench;
};
afterEach(async () => {
  for (const bench of open.splice(0)) await bench.close();
});

test('a plan arrives as fields for programs and as text for people', async () => {
  const { channel, server } = await use();
  const [part] = channel.render(signalMessage(samplePlan()));
  expect(await channel.deliver(part!, { ...firstDelivery('abc'), silent: true })).toEqual({
    status: 'delivered',
    receipt: '204',
  });
  const { planId } = samplePlan();
  expect(server.events).toMatchObject([
    {
      id: 'abc',
      type: 'tradewarden.signal',
      data: {
        kind: 'signal',
        severity: 'notice',
        planId,
        silent: true,
        text: expect.stringContaining('LONG BTC/USDT') as string,
        document: { schemaVersion: 1, plan: { entry: { near: '42200' }, stop: { price: '41750' } } },
      },
    },
  ]);
});

test('what it sends verifies with the helper for receivers; an id keeps to the letters of the standard', async () => {
  const clock = new VirtualClock(Date.now());
  const { channel, server } = await use({ secrets: [whsec('b'), whsec('a')] }, { clock });
  const [part] = channel.render(sampleMessage());
  await channel.deliver(part!, firstDelivery('last-resort.17'));
  const { headers, body } = server.transcript[0]!.request;
  expect(headers['webhook-signature']?.split(' ')).toHaveLength(2);
  for (const secrets of [[whsec('a')], [whsec('b')]])
    expect(verifyWebhook({ headers, body }, { secrets, now: clock.now() })).toMatchObject({
      ok: true,
      id: 'last-resort_17',
    });
});

test('the same part is the same body at every attempt, with the time of the attempt', async () => {
  const clock = new VirtualClock(Date.now());
  const { channel, server } = await use({}, { clock });
  const [part] = channel.render(sampleMessage());
  await channel.deliver(part!, firstDelivery());
  clock.advance(60_000);
  await channel.deliver(part!, { ...firstDelivery(), attempt: 2, repeat: true });
  const [first, second] = server.transcript.map(({ request }) => request);
  expect(second!.body.equals(first!.body)).toBe(true);
  expect(Number(second!.headers['webhook-timestamp']) - Number(first!.headers['webhook-timestamp'])).toBe(60);
  expect(server.events).toHaveLength(1);
});

test('a receiver that knows another secret: verify finds out with a ping that is no message', async () => {
  const good = await use();
  expect(await good.channel.verify?.(firstDelivery().signal)).toEqual({
    status: 'delivered',
    receipt: '204',
  });
  expect([good.server.events.length, good.server.pings.length]).toEqual([0, 1]);
  const wrong = await use({ secrets: [whsec('z')] });
  expect(await wrong.channel.verify?.(firstDelivery().signal)).toEqual({
    status: 'permanent-config',
    reason: '401 Unauthorized',
  });
  wrong.server.script({ do: 'drop' });
  expect(await wrong.channel.verify?.(firstDelivery().signal)).toMatchObject({ status: 'transient' });
});

test('a document that is too large is left out, the text stays', async () => {
  const { channel, server } = await use();
  const [part] = channel.render(
    sampleMessage({
      document: { much: 'x'.repeat(60_000) },
      fields: [{ label: 'l', value: 'y'.repeat(5000) }],
    }),
  );
  await channel.deliver(part!, firstDelivery());
  expect(server.events[0]?.data).not.toHaveProperty('document');
  expect(server.events[0]?.data).not.toHaveProperty('fields');
  expect(server.events[0]?.data['text']).toContain('LONG BTC/USDT');
});

test('neither secrets nor the token in the address are printed, sent or told', async () => {
  const token = 'tok3n-in-the-path';
  const redactor = createRedactor();
  const { channel, server } = await use({}, { redactor });
  const hidden = webhookChannel.create(
    { url: `${server.url}/${token}?key=another-long-token`, secrets: [secret(whsec('q'))] },
    { redactor },
  );
  const said = `${whsec('q')} ${token} another-long-token`;
  const [part] = channel.render(sampleMessage({ title: said }));
  await channel.deliver(part!, firstDelivery());
  const outcome = await hidden.deliver(part!, firstDelivery());
  const seen = inspect([hidden, outcome, server.events, redactor.text(said)], { depth: 9 });
  for (const canary of [whsec('q'), token, 'another-long-token']) expect(seen).not.toContain(canary);
  expect(outcome).toEqual({ status: 'permanent-config', reason: '404 Not Found' });
});

const problems = (options: object): readonly string[] => {
  try {
    webhookChannel.create({ url: 'https://example.test/', secrets: [whsec('a')], ...options });
    return [];
  } catch (error) {
    if (!ConfigError.isInstance(error)) throw error;
    expect(inspect(error)).not.toContain('canary');
    return error.issues.map(({ path, message }) => `${path}: ${message}`);
  }
};

test.each([
  [{ url: 'canary' }, ['url: expected an address']],
  [{ url: 'http://canary.test/' }, ['url: expected https:']],
  [{ url: 'ftp://canary.test/' }, ['url: expected https:']],
  [{ url: 'https://canary:word@x.test/' }, ['url: expected an address without a login']],
  [{ url: 'https://169.254.169.254/canary' }, ['url: is not public; privateNetwork allows it']],
  [
    { url: 'http://0xA9FEA9FE/canary' },
    ['url: expected https:', 'url: is not public; privateNetwork allows it'],
  ],
  [{ secrets: [] }, [expect.stringContaining('secrets') as string]],
  [{ secrets: ['canary'] }, ['secrets.0: expected whsec_ and base64 of 24 to 64 bytes']],
  [{ timeoutMs: 1, other: 1 }, [expect.any(String) as string, expect.any(String) as string]],
  [{ url: 'http://localhost:8080/' }, []],
  [{ url: 'http://[::1]/' }, []],
  [{ url: 'http://hooks.test/', allowHttp: true }, []],
  [{ url: 'http://10.0.0.2/', allowHttp: true, privateNetwork: true }, []],
])('options %j', (options, expected) => {
  expect(problems(options)).toEqual(expected);
});
