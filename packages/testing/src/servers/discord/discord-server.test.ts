import { VirtualClock } from '@tradewarden/core';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { type DiscordServer, startDiscordServer } from './discord-server.ts';

const clock = new VirtualClock(1_737_296_625_123);
const webhook = { id: '11', token: 'hook-token' };
const channel = { id: '22', token: 'bot-token' };
const agent = 'DiscordBot (https://example.com, 1.0)';
let server: DiscordServer;

interface Answer {
  readonly status: number;
  readonly body: Readonly<Record<string, unknown>>;
  readonly headers: Headers;
}

async function request(url: string, body: unknown, headers: Record<string, string> = {}): Promise<Answer> {
  const response = await fetch(url, {
    method: 'POST',
    headers: { 'user-agent': agent, 'content-type': 'application/json', ...headers },
    body: typeof body === 'string' || body instanceof FormData ? body : JSON.stringify(body),
  });
  const text = await response.text();
  return {
    status: response.status,
    body: (text === '' ? {} : JSON.parse(text)) as Answer['body'],
    headers: response.headers,
  };
}

const post = async (body: unknown): Promise<Answer> => request(`${server.webhookUrl}?wait=true`, body);
const asBot = async (body: unknown): Promise<Answer> =>
  request(`${server.url}/v10/channels/22/messages`, body, { authorization: 'Bot bot-token' });

beforeEach(async () => {
  server = await startDiscordServer({ webhook, channel, rates: 'none', clock });
});
afterEach(async () => server.close());

test('takes what is right, and answers only when asked to wait', async () => {
  expect((await post({ content: 'hello' })).body).toMatchObject({ content: 'hello' });
  expect((await request(server.webhookUrl, { content: 'x' })).status).toBe(204);
  expect((await asBot({ embeds: [{ title: 'x' }] })).status).toBe(200);
  expect(server.messages).toHaveLength(3);
});

test('a bot is told the same message for the same nonce', async () => {
  const message = { content: 'once', nonce: 'n1', enforce_nonce: true };
  const first = await asBot(message);
  expect((await asBot(message)).body['id']).toBe(first.body['id']);
  expect(server.messages).toHaveLength(1);
});

test.each<[string, () => Promise<Answer>, number, number]>([
  ['an unknown webhook', async () => request(`${server.url}/webhooks/99/x`, { content: 'x' }), 404, 10_015],
  [
    'a wrong webhook token',
    async () => request(`${server.url}/webhooks/11/x`, { content: 'x' }),
    401,
    50_027,
  ],
  [
    'a wrong bot token',
    async () => request(`${server.url}/channels/22/messages`, {}, { authorization: 'Bot x' }),
    401,
    0,
  ],
  [
    'a library without its name',
    async () => request(server.webhookUrl, {}, { 'user-agent': 'curl' }),
    403,
    40_333,
  ],
  ['an empty message', async () => post({}), 400, 50_006],
  ['broken JSON', async () => post('{'), 400, 50_109],
  ['an unknown field', async () => post({ content: 'x', nonce: '1' }), 400, 50_035],
  ['long content', async () => post({ content: '🟢'.repeat(2001) }), 400, 50_035],
  ['the first half of a character', async () => post({ content: '\ud83d' }), 400, 50_035],
  ['the second half of one, anywhere', async () => post({ embeds: [{ title: '\udfe2' }] }), 400, 50_035],
])('refuses %s', async (_, act, status, code) => {
  expect(await act()).toMatchObject({ status, body: { code } });
});

test.each<[string, object, string]>([
  ['a long title', { title: 'x'.repeat(257) }, 'title'],
  ['a long description', { description: 'x'.repeat(4097) }, 'description'],
  ['too many fields', { fields: Array.from({ length: 26 }, () => ({ name: 'a', value: 'b' })) }, 'fields'],
  ['an empty field', { fields: [{ name: 'a', value: ' ' }] }, 'fields'],
  ['a long field', { fields: [{ name: 'a', value: 'x'.repeat(1025) }] }, 'fields'],
  ['an unknown field', { body: 'x', title: 'x' }, 'body'],
  ['a colour that is none', { title: 'x', color: -1 }, 'color'],
  ['a picture that is not there', { title: 'x', image: { url: 'attachment://a.png' } }, 'image'],
  ['nothing in it', {}, 'description'],
])('refuses an embed with %s, and says where', async (_, embed, where) => {
  const { body } = await post({ embeds: [embed] });
  expect(body).toMatchObject({
    code: 50_035,
    errors: { embeds: { 0: { [where]: expect.anything() as unknown } } },
  });
});

test('refuses 6001 characters over all embeds and takes 6000', async () => {
  const embed = (length: number): object => ({ description: 'x'.repeat(length) });
  expect((await post({ embeds: [embed(3000), embed(3000)] })).status).toBe(200);
  expect((await post({ embeds: [embed(3000), embed(3001)] })).body).toMatchObject({ code: 50_035 });
});

test('takes a picture and its description', async () => {
  const form = new FormData();
  form.append('files[0]', new Blob(['png']), 'plan.png');
  const attachments = [{ id: 0, description: 'a chart' }];
  form.append(
    'payload_json',
    JSON.stringify({ attachments, embeds: [{ image: { url: 'attachment://plan.png' } }] }),
  );
  const response = await fetch(`${server.webhookUrl}?wait=true`, {
    method: 'POST',
    headers: { 'user-agent': agent },
    body: form,
  });
  expect(response.status).toBe(200);
  expect(server.messages[0]?.files.map(({ fileName }) => fileName)).toEqual(['plan.png']);
});

test('knows who is notified and what is live', async () => {
  await post({ content: '@everyone <@1> see [x](https://a.b)' });
  await post({ content: '@everyone <@1>', allowed_mentions: { parse: [] } });
  await post({ content: String.raw`\@everyone \<@1> \[x](ttps) and ${'`'}@here${'`'}` });
  // A backslash hides a mention; it does not silence it.
  expect(server.messages.map(({ pinged }) => pinged)).toEqual([['<@1>'], [], ['<@1>']]);
  const live = server.messages.map((message) => message.live.map(({ kind }) => kind));
  expect(live).toEqual([['mention', 'mention', 'link', 'link'], ['mention', 'mention'], []]);
});

test('counts 5 in any 2 seconds and 30 in any minute, with headers', async () => {
  const limited = await startDiscordServer({ webhook, clock });
  const say = async (): Promise<Answer> => request(`${limited.webhookUrl}?wait=true`, { content: 'x' });
  for (let round = 0; round < 6; round += 1) {
    for (let sent = 0; sent < 5; sent += 1) expect((await say()).status).toBe(200);
    clock.advance(500);
    if (round === 0) {
      const refused = await say();
      expect(refused.body).toMatchObject({ retry_after: 1.5, global: false });
      expect(refused.headers.get('x-ratelimit-remaining')).toBe('0');
      expect(refused.headers.get('retry-after')).toBe('1.5');
    }
    clock.advance(1500);
  }
  const refused = await say();
  expect(refused.status).toBe(429);
  expect(refused.headers.get('x-ratelimit-scope')).toBe('shared');
  expect(refused.body['retry_after']).toBe(48);
  await limited.close();
});
