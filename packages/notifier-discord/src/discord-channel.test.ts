import { inspect } from 'node:util';
import { ConfigError, type Message } from '@tradewarden/core';
import { drawPixel, firstDelivery, sampleMessage, samplePicture } from '@tradewarden/testing';
import { afterEach, expect, test } from 'vitest';
import { hookToken, type Opened, opened } from '../test/opened.ts';
import { discord } from './discord-channel.ts';

const picture = samplePicture();

const open: Opened[] = [];
const use = async (...given: Parameters<typeof opened>): Promise<Opened> => {
  const bench = await opened(...given);
  open.push(bench);
  return bench;
};
afterEach(async () => {
  for (const bench of open.splice(0)) await bench.close();
});

async function send({ channel }: Opened, message: Message = sampleMessage(), options = {}) {
  const outcomes = [];
  for (const [index, part] of channel.render(message).entries())
    outcomes.push(await channel.deliver(part, { ...firstDelivery(`d${index}`), ...options }));
  return outcomes;
}

test.each([{ webhookUrl: 'https://example.com/hook' }, { botToken: 'x' }, { webhookUrl: '', extra: 1 }])(
  'refuses options such as %j',
  (given) => {
    expect(() => discord.create(given as never)).toThrow(ConfigError);
  },
);

test('names its account without giving the token away', () => {
  const webhookUrl = `https://discord.com/api/v10/webhooks/123/${hookToken}`;
  const channel = discord.create({ webhookUrl, thread: '456' });
  expect(channel).toMatchObject({ account: 'discord/webhook/123', target: 'webhook/123/456' });
  expect(channel.capabilities.idempotencyKey).toBe(false);
  expect(inspect(channel, { depth: 9 })).not.toContain('Canary');
});

test('silent by severity, and for one delivery', async () => {
  const bench = await use();
  await send(bench, sampleMessage({ severity: 'info' }));
  await send(bench, sampleMessage({ severity: 'critical' }));
  await send(bench, sampleMessage({ severity: 'critical' }), { silent: true });
  expect(bench.server.messages.map(({ fields }) => fields['flags'])).toEqual([4096, undefined, 4096]);
});

test('writes to a thread, and says when a forum wants one', async () => {
  const bench = await use('webhook', {}, { thread: '77' });
  await send(bench);
  expect(bench.server.messages).toMatchObject([{ thread: '77' }]);
  const forum = await use('webhook', {}, {}, { webhook: { id: '11', token: hookToken, forum: true } });
  expect(await send(forum)).toMatchObject([{ status: 'permanent-target' }]);
});

test('attaches the picture with its words, and sends them alone when it is refused or not drawn', async () => {
  const bench = await use('webhook', { drawPicture: drawPixel });
  await send(bench, sampleMessage({ picture }));
  expect(bench.server.messages[0]).toMatchObject({
    files: [{ fileName: 'plan.png' }],
    fields: {
      attachments: [{ description: picture.alt }],
      embeds: [{ image: { url: 'attachment://plan.png' } }],
    },
  });
  bench.server.script({ do: 'answer', status: 413, body: { message: 'too large', code: 40_005 } });
  expect(await send(bench, sampleMessage({ picture }))).toMatchObject([{ status: 'delivered' }]);
  const broken = await use('webhook', { drawPicture: async () => Promise.reject(new Error('no font')) });
  expect(await send(broken, sampleMessage({ picture }))).toMatchObject([{ status: 'delivered' }]);
  expect([bench.server.messages[1], broken.server.messages[0]].map((message) => message?.files)).toEqual([
    [],
    [],
  ]);
});

test('a bot sends once, however often it is told to', async () => {
  const bench = await use('bot');
  await send(bench);
  await send(bench);
  expect(bench.server.messages).toHaveLength(1);
});

test('obeys the limit that Discord states without asking again', async () => {
  const bench = await use('webhook', {}, {}, { rates: { perRoute: 1, perChannelMinute: 30 } });
  expect(await send(bench)).toMatchObject([{ status: 'delivered' }]);
  expect(await send(bench)).toMatchObject([{ status: 'rate-limited', scope: 'route' }]);
  // The client learns the name of the limit from the first answer; the second is the last that it asks for.
  expect(await send(bench)).toMatchObject([{ status: 'rate-limited', scope: 'route' }]);
  expect(bench.server.transcript).toHaveLength(2);
});

test('verify looks and sends nothing', async () => {
  for (const kind of ['webhook', 'bot'] as const) {
    const bench = await use(kind);
    const { signal } = firstDelivery();
    expect(await bench.channel.verify?.(signal)).toMatchObject({ status: 'delivered' });
    if (kind === 'webhook') bench.server.setWebhook({ id: '11', token: 'another' });
    else bench.server.setChannel({ id: '22', token: 'another' });
    const expected = kind === 'webhook' ? 'permanent-target' : 'permanent-config';
    expect(await bench.channel.verify?.(signal)).toMatchObject({ status: expected });
    bench.server.script({ do: 'drop' });
    expect(await bench.channel.verify?.(signal)).toMatchObject({ status: 'transient' });
    expect(bench.server.messages).toEqual([]);
  }
});
