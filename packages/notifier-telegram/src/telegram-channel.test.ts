import { inspect } from 'node:util';
import { ConfigError, type Logger, type Message, silentLogger } from '@tradewarden/core';
import { drawPixel, firstDelivery, sampleMessage, samplePicture } from '@tradewarden/testing';
import { afterEach, expect, test } from 'vitest';
import { type Opened, opened, token } from '../test/opened.ts';
import { telegram } from './telegram-channel.ts';

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

const send = async ({ channel }: Opened, message: Message = sampleMessage(), options = {}) => {
  const outcomes = [];
  for (const part of channel.render(message))
    outcomes.push(await channel.deliver(part, { ...firstDelivery(), ...options }));
  return outcomes;
};

test('says all faults of its options at once, and prints no token', () => {
  const faults = { token: 'x', chatId: 'my chat', topic: 1, apiRoot: 'nowhere', extra: 1 } as never;
  const error = (() => {
    try {
      return telegram.create(faults);
    } catch (thrown) {
      return thrown;
    }
  })() as ConfigError;
  expect(ConfigError.isInstance(error)).toBe(true);
  expect(error.issues.map(({ path }) => path).toSorted()).toEqual([
    '',
    'apiRoot',
    'chatId',
    'token',
    'topic',
  ]);
  const channel = telegram.create({ token, chatId: '-100123' });
  expect(channel).toMatchObject({ id: 'telegram', account: 'telegram/123456', target: '-100123' });
  expect(inspect(channel, { depth: 9 })).not.toContain('Canary');
});

test('declares the limits of Telegram, a group with one more', () => {
  const scopes = (chatId: number | string): readonly string[] =>
    telegram.create({ token, chatId }).capabilities.rates?.map(({ scope, count }) => `${scope} ${count}`) ??
    [];
  expect(scopes(1)).toEqual(['bot 30', 'chat 1']);
  expect(scopes(-5)).toEqual(['bot 30', 'chat 1', 'group 20']);
  expect(scopes('@the_desk')).toEqual(['bot 30', 'chat 1', 'group 20']);
});

test('writes to a topic, and to the chat when the topic is closed or gone', async () => {
  const warnings: unknown[] = [];
  const logger: Logger = { ...silentLogger, warn: (...said) => warnings.push(said) };
  const to = async (topic: number): Promise<Opened> => use({ chatId: '@the_desk', topic }, { logger });
  const inTopic = await to(7);
  await send(inTopic);
  expect(inTopic.server.messages).toMatchObject([{ topic: 7 }]);
  for (const topic of [8, 9]) {
    const bench = await to(topic);
    expect(await send(bench)).toMatchObject([{ status: 'delivered' }]);
    expect(bench.server.messages[0]).not.toHaveProperty('topic');
  }
  expect(warnings).toHaveLength(2);
  expect(inspect(warnings)).toContain('without-topic');
});

test.each([
  [undefined, [true, false, false, false]],
  [true, [true, true, true, true]],
  [false, [false, false, false, false]],
  [['warning'] as const, [false, false, true, false]],
])('silent %j: by severity', async (silent, expected) => {
  const bench = await use(silent === undefined ? {} : { silent });
  for (const severity of ['info', 'notice', 'warning', 'critical'] as const)
    await send(bench, sampleMessage({ severity }));
  expect(bench.server.messages.map((message) => message.silent)).toEqual(expected);
});

test('silent for this delivery when the dispatcher says so', async () => {
  const bench = await use();
  await send(bench, sampleMessage(), { silent: true });
  expect(bench.server.messages).toMatchObject([{ silent: true }]);
});

test('a chat that moved: says where to, and writes there when told', async () => {
  const bench = await use({ chatId: -5 });
  bench.server.setChat({ id: -5, type: 'group', state: { migratedTo: -1001 } });
  expect(await send(bench)).toEqual([{ status: 'redirect', target: '-1001' }]);
  expect(await send(bench, sampleMessage(), { target: '-1001' })).toMatchObject([{ status: 'delivered' }]);
  expect(bench.server.messages).toMatchObject([{ chatId: -1001 }]);
});

test('a picture carries a short text', async () => {
  const bench = await use({}, { drawPicture: drawPixel });
  expect(await send(bench, sampleMessage({ picture }))).toMatchObject([{ status: 'delivered' }]);
  const [message] = bench.server.messages;
  expect(message?.text).toContain('LONG BTC/USDT');
  expect(message?.entities[0]).toMatchObject({ type: 'bold', offset: 0 });
  expect(message?.photo).toMatchObject({ fileName: 'plan.png' });
});

test('a picture follows a long text, silently', async () => {
  const bench = await use({}, { drawPicture: drawPixel });
  const children = [{ type: 'paragraph', children: [{ type: 'text', value: 'long '.repeat(300) }] }] as const;
  await send(bench, sampleMessage({ picture, body: { type: 'root', children } }));
  expect(bench.server.messages.map(({ photo, silent }) => [photo !== undefined, silent])).toEqual([
    [false, false],
    [true, true],
  ]);
});

test('without a drawing, or when Telegram refuses it, the text goes alone', async () => {
  const noPainter = await use();
  await send(noPainter, sampleMessage({ picture }));
  const broken = await use({}, { drawPicture: async () => Promise.reject(new Error('no font')) });
  await send(broken, sampleMessage({ picture }));
  const refused = await use({}, { drawPicture: async () => new Uint8Array([1, 2, 3]) });
  expect(await send(refused, sampleMessage({ picture }))).toMatchObject([{ status: 'delivered' }]);
  for (const { server } of [noPainter, broken, refused]) {
    expect(server.messages).toHaveLength(1);
    expect(server.messages[0]?.photo).toBeUndefined();
  }
});

test('formatting that is refused goes without it', async () => {
  const bench = await use();
  bench.server.script({
    do: 'answer',
    status: 400,
    body: { ok: false, error_code: 400, description: "Bad Request: can't parse entities: no" },
  });
  expect(await send(bench)).toMatchObject([{ status: 'delivered' }]);
  expect(bench.server.messages).toMatchObject([{ entities: [] }]);
});

test('verify looks at the bot and the chat, and sends nothing', async () => {
  const bench = await use();
  const { signal } = firstDelivery();
  expect(await bench.channel.verify?.(signal)).toEqual({
    status: 'delivered',
    receipt: '@fake_bot may look at the private chat 1',
  });
  const elsewhere = await use({ chatId: 404 });
  expect(await elsewhere.channel.verify?.(signal)).toMatchObject({ status: 'permanent-target' });
  const wrong = await use({ token: token.replace('Canary', 'Wrong_') });
  expect(await wrong.channel.verify?.(signal)).toMatchObject({
    status: 'permanent-config',
    reason: '401 Unauthorized',
  });
  bench.server.script({ do: 'drop' });
  expect(await bench.channel.verify?.(signal)).toMatchObject({ status: 'transient' });
  expect([bench, elsewhere, wrong].flatMap(({ server }) => server.messages)).toEqual([]);
});

test('a lost answer is uncertain, and the message is there', async () => {
  const bench = await use();
  bench.server.script({ do: 'drop-answer' });
  expect(await send(bench)).toMatchObject([{ status: 'uncertain' }]);
  expect(bench.server.messages).toHaveLength(1);
});
