import { inspect } from 'node:util';
import { ConfigError, memoryStore, type Store, VirtualClock } from '@tradewarden/core';
import { drawPixel, sampleMessage, samplePlan } from '@tradewarden/testing';
import { startTelegramServer, type TelegramServer } from '@tradewarden/testing/telegram';
import { afterEach, expect, test } from 'vitest';
import { token } from '../test/opened.ts';
import { TelegramNotifier, type TelegramNotifierOptions } from './telegram-notifier.ts';

const plan = samplePlan({ createdAt: Date.now(), expiresAt: Date.now() + 3_600_000 });
const open: { stop(): Promise<void> }[] = [];
afterEach(async () => {
  for (const one of open.splice(0).toReversed()) await one.stop();
});

async function started(
  options: Partial<TelegramNotifierOptions> = {},
  rates: 'none' | undefined = 'none',
): Promise<{ readonly server: TelegramServer; readonly notifier: TelegramNotifier }> {
  const server = await startTelegramServer({
    token,
    chats: [{ id: 1, type: 'private' }],
    ...(rates === undefined ? {} : { rates }),
  });
  open.push({ stop: async () => server.close() });
  const notifier = new TelegramNotifier({
    token,
    chatId: 1,
    apiRoot: server.url,
    timeoutMs: 1000,
    ...options,
  });
  open.push(notifier);
  return { server, notifier };
}
const texts = ({ messages }: TelegramServer): readonly string[] => messages.map(({ text }) => text);

test('a plan in the words of the formatter, a message, or a text as it is', async () => {
  const { server, notifier } = await started();
  expect(await notifier.sendMessage(plan)).toEqual({ status: 'delivered', receipt: '1' });
  expect(await notifier.sendMessage(plan, sampleMessage({ title: 'my own' }))).toMatchObject({
    status: 'delivered',
  });
  expect(await notifier.sendMessage(plan, 'first line\n\n*not bold* /kill @all')).toMatchObject({
    status: 'delivered',
  });
  const [formatted = '', own = '', plain = ''] = texts(server);
  expect(formatted).toMatch(
    /^🟢 LONG BTC\/USDT @ 42200 · 92\.3\/100 · scalp\ntrend\n• Entry aggressive 42200\n/,
  );
  expect(own.startsWith('my own')).toBe(true);
  expect(plain.replaceAll('\u2060', '')).toBe('first line\n*not bold* /kill @all');
  expect(server.messages.flatMap(({ detected }) => detected)).toEqual([]);
});

test('the best plans of many, with statistics', async () => {
  const { server, notifier } = await started();
  const plans = Array.from({ length: 7 }, (_, index) =>
    samplePlan({ planId: `p${index}`, symbol: `S${index}/USDT`, score: String(60 + index) }),
  );
  expect(await notifier.sendBatchSummary(plans, { limit: 2 })).toMatchObject({ status: 'delivered' });
  const [text = ''] = texts(server);
  expect(text).toContain('7 of 7 plans approved');
  expect(text.indexOf('S6/USDT')).toBeLessThan(text.indexOf('S5/USDT'));
  expect(text).not.toContain('S4/USDT');
  expect(text).toContain('+ 5 more');
  expect(text).not.toContain('Risk if all are taken');
});

test('alerts by the name of an event or by a word of your own; the same again is counted, not sent', async () => {
  const { server, notifier } = await started();
  expect(await notifier.sendAlert('kill', 'stopped by hand')).toMatchObject({ status: 'delivered' });
  expect(await notifier.sendAlert('scanner', 'no data for 5 minutes')).toMatchObject({ status: 'delivered' });
  expect(await notifier.sendAlert('scanner', 'no data for 9 minutes')).toMatchObject({ status: 'delivered' });
  expect((await notifier.sendAlert('scanner', 'no data for 9 minutes')).status).toBe('noop');
  expect(texts(server).map((text) => text.split('\n')[0])).toEqual([
    '🛑 KILL',
    '⚠️ alert/scanner',
    '⚠️ alert/scanner',
  ]);
});

test('calls at once keep to one message a second in a chat, in their order', async () => {
  const { server, notifier } = await started({}, undefined);
  const outcomes = await Promise.all(['one', 'two', 'three'].map((word) => notifier.sendMessage(plan, word)));
  expect(outcomes.map(({ status }) => status)).toEqual(['delivered', 'delivered', 'delivered']);
  expect(texts(server)).toEqual(['one', 'two', 'three']);
  expect(server.transcript).toHaveLength(3);
}, 20_000);

test('says why it could not: the outcome of the provider, after one request', async () => {
  const { server, notifier } = await started();
  server.setChat({ id: 1, type: 'private', state: 'blocked' });
  expect(await notifier.sendMessage(plan)).toEqual({
    status: 'permanent-target',
    reason: '403 Forbidden: bot was blocked by the user',
  });
  expect(server.transcript).toHaveLength(1);
});

test('a lost answer is uncertain and not sent again, but for what is critical', async () => {
  const { server, notifier } = await started();
  server.script({ do: 'drop-answer' });
  expect((await notifier.sendMessage(plan, 'once')).status).toBe('uncertain');
  server.script({ do: 'drop-answer' });
  expect((await notifier.sendAlert('halt', 'twice')).status).toBe('delivered');
  expect(texts(server).map((text) => text.includes('possible duplicate'))).toEqual([false, false, true]);
}, 20_000);

test('what may pass is tried again while the call is patient, and stays queued after it', async () => {
  const { server, notifier } = await started();
  server.script({ do: 'answer', status: 500, body: { ok: false, error_code: 500, description: 'restart' } });
  expect((await notifier.sendMessage(plan, 'again')).status).toBe('delivered');
  const hasty = new TelegramNotifier({ token, chatId: 1, apiRoot: server.url, patienceMs: 0 });
  const tooMany = {
    ok: false,
    error_code: 429,
    description: 'Too Many Requests: retry after 1',
    parameters: { retry_after: 1 },
  };
  server.script({ do: 'answer', status: 429, body: tooMany });
  expect(await hasty.sendMessage(plan, 'later')).toEqual({
    status: 'rate-limited',
    retryAfterMs: 1000,
    scope: 'chat',
  });
  await new Promise((resolve) => {
    setTimeout(resolve, 1300);
  });
  await hasty.flush();
  expect(texts(server)).toEqual(['again', 'later']);
  await hasty.stop();
}, 20_000);

test('what a process could not send, another one sends from the same store', async () => {
  const store: Store = memoryStore();
  const { server, notifier } = await started({ store, patienceMs: 0 });
  server.script({
    do: 'answer',
    status: 502,
    body: { ok: false, error_code: 502, description: 'Bad Gateway' },
  });
  expect((await notifier.sendMessage(plan, 'survives')).status).toBe('transient');
  const next = new TelegramNotifier({ token, chatId: 1, apiRoot: server.url, store });
  expect((await next.sendMessage(plan, 'newer')).status).toBe('delivered');
  await next.stop();
  expect(texts(server)).toEqual(['survives', 'newer']);
}, 20_000);

test('a plan that has expired is not sent; a picture goes along when there is something to draw it', async () => {
  const { server, notifier } = await started({ drawPicture: drawPixel });
  expect(await notifier.sendMessage(samplePlan())).toEqual({
    status: 'permanent-payload',
    reason: 'the plan has expired: its message is not sent',
  });
  expect(server.transcript).toEqual([]);
  await notifier.sendMessage(plan);
  expect(server.messages[0]?.photo).toBeDefined();
});

test('refuses after stop, prints no token, and says what is wrong with its options', async () => {
  const { notifier } = await started({ clock: new VirtualClock(plan.createdAt) });
  expect(inspect(notifier, { depth: 9 })).not.toContain('Canary');
  await notifier.stop();
  await notifier.stop();
  expect((await notifier.sendMessage(plan)).status).toBe('permanent-config');
  expect(() => new TelegramNotifier({ token: 'x', chatId: 1 })).toThrow(ConfigError);
});
