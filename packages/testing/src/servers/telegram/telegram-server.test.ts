import { VirtualClock } from '@tradewarden/core';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { startTelegramServer, type TelegramServer } from './telegram-server.ts';

const token = '123456:AbCdEfGhIjKlMnOpQrStUvWxYz0123456789';
const clock = new VirtualClock(1_737_296_625_123);
let server: TelegramServer;

interface Answer {
  readonly status: number;
  readonly body: { readonly ok: boolean; readonly description?: string; readonly result?: unknown };
  readonly headers: Headers;
}

async function call(method: string, fields: object, as = token): Promise<Answer> {
  const response = await fetch(`${server.url}/bot${as}/${method}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(fields),
  });
  return {
    status: response.status,
    body: (await response.json()) as Answer['body'],
    headers: response.headers,
  };
}

const send = async (text: string, entities?: readonly object[]): Promise<Answer> =>
  call('sendMessage', { chat_id: 1, text, ...(entities === undefined ? {} : { entities }) });

beforeEach(async () => {
  server = await startTelegramServer({
    token,
    clock,
    rates: 'none',
    chats: [
      { id: 1, type: 'private' },
      { id: -2, type: 'supergroup', username: 'desk', topics: { 7: 'open', 8: 'closed' } },
      { id: -3, type: 'group', state: { migratedTo: -100_3 } },
      { id: 4, type: 'private', state: 'blocked' },
    ],
  });
});
afterEach(async () => server.close());

test('takes what is right', async () => {
  const answer = await send('hello', [{ type: 'bold', offset: 0, length: 5 }]);
  expect(answer.body).toMatchObject({ ok: true, result: { message_id: 1, text: 'hello', chat: { id: 1 } } });
  expect(server.messages).toMatchObject([{ text: 'hello', silent: false, detected: [] }]);
  expect((await call('getMe', {})).body.result).toMatchObject({ is_bot: true, id: 123456 });
  expect((await call('sendMessage', { chat_id: '@desk', text: 'x', message_thread_id: 7 })).status).toBe(200);
});

test.each([
  ['a wrong token', '999:AbCdEfGhIjKlMnOpQrStUvWxYz0123456789', 401, 'Unauthorized'],
  ['no token at all', 'nonsense', 404, 'Not Found'],
])('refuses %s', async (_, as, status, description) => {
  expect(await call('getMe', {}, as)).toMatchObject({ status, body: { ok: false, description } });
});

test.each<[string, string, object, number, string]>([
  ['an unknown method', 'sendEverything', {}, 404, 'method not found'],
  ['an unknown parameter', 'sendMessage', { chat_id: 1, text: 'x', txt: 'y' }, 400, 'unknown parameter txt'],
  ['a flag that is none', 'sendMessage', { chat_id: 1, text: 'x', protect_content: 'yes' }, 400, 'Boolean'],
  ['no chat', 'sendMessage', { text: 'x' }, 400, 'chat_id is empty'],
  ['an unknown chat', 'sendMessage', { chat_id: 99, text: 'x' }, 400, 'chat not found'],
  ['a blocked bot', 'sendMessage', { chat_id: 4, text: 'x' }, 403, 'bot was blocked by the user'],
  [
    'the General topic',
    'sendMessage',
    { chat_id: -2, text: 'x', message_thread_id: 1 },
    400,
    'message thread not found',
  ],
  ['a closed topic', 'sendMessage', { chat_id: -2, text: 'x', message_thread_id: 8 }, 400, 'TOPIC_CLOSED'],
  [
    'a topic of a private chat',
    'sendMessage',
    { chat_id: 1, text: 'x', message_thread_id: 7 },
    400,
    'thread not found',
  ],
  ['a photo that is none', 'sendPhoto', { chat_id: 1, photo: 'x' }, 400, 'wrong file identifier'],
  ['no photo', 'sendPhoto', { chat_id: 1 }, 400, 'there is no photo'],
  [
    'an edit of nothing',
    'editMessageText',
    { chat_id: 1, message_id: 9, text: 'x' },
    400,
    'message to edit not found',
  ],
  ['to delete nothing', 'deleteMessage', { chat_id: 1, message_id: 9 }, 400, 'message to delete not found'],
  [
    'a long button',
    'sendMessage',
    {
      chat_id: 1,
      text: 'x',
      reply_markup: { inline_keyboard: [[{ text: 'a', callback_data: 'é'.repeat(33) }]] },
    },
    400,
    'BUTTON_DATA_INVALID',
  ],
])('refuses %s', async (_, method, fields, status, description) => {
  const answer = await call(method, fields);
  expect(answer.status).toBe(status);
  expect(answer.body.description).toContain(description);
});

test('says where a group went', async () => {
  const { body } = await call('sendMessage', { chat_id: -3, text: 'x' });
  expect(body).toMatchObject({ error_code: 400, parameters: { migrate_to_chat_id: -100_3 } });
});

describe('text', () => {
  test('counts code points: 4096 astral characters fit, 4097 do not', async () => {
    expect((await send('🟢'.repeat(4096))).status).toBe(200);
    expect((await send('x'.repeat(4097))).body.description).toContain('message is too long');
    expect((await send(` ${'x'.repeat(4096)} \n`)).status).toBe(200);
    expect((await send('🟢'.repeat(8193))).body.description).toContain('text is too long');
  });

  test.each([
    ['', 'message text is empty'],
    [' \n ', 'text must be non-empty'],
    ['\ud800', 'UTF-8'],
  ])('refuses %j', async (text, description) => {
    expect((await send(text)).body.description).toContain(description);
  });

  test.each<[object, string]>([
    [{ type: 'bold', offset: 0, length: 99 }, 'after the end of the text'],
    [{ type: 'bold', offset: 1, length: 1 }, 'begins in a middle of a UTF-16 symbol'],
    [{ type: 'bold', offset: 0, length: 1 }, 'ends in a middle of a UTF-16 symbol'],
    [{ type: 'bold', offset: -1, length: 1 }, 'incorrect offset'],
    [{ type: 'loud', offset: 0, length: 2 }, 'Unsupported type'],
    [{ type: 'text_link', offset: 0, length: 2, url: 'localhost' }, 'Wrong HTTP URL'],
  ])('refuses the entity %j', async (entity, description) => {
    expect((await send('🟢 ok', [entity])).body.description).toContain(description);
  });

  test('refuses entities that cross, and formatting inside code', async () => {
    const crossing = [
      { type: 'bold', offset: 0, length: 4 },
      { type: 'italic', offset: 2, length: 4 },
    ];
    expect((await send('abcdefgh', crossing)).body.description).toContain('ends after the end');
    const inside = [
      { type: 'code', offset: 0, length: 6 },
      { type: 'bold', offset: 2, length: 2 },
    ];
    expect((await send('abcdefgh', inside)).body.description).toContain('cannot be inside code');
  });

  test('keeps 100 entities and counts what is lost', async () => {
    const entities = Array.from({ length: 103 }, (_, index) => ({
      type: 'bold',
      offset: index * 2,
      length: 1,
    }));
    await send('x '.repeat(110), entities);
    expect(server.messages[0]).toMatchObject({ droppedEntities: 3 });
    expect(server.messages[0]?.entities).toHaveLength(100);
  });

  test.each([
    ['see example.com now', 'url'],
    ['see https://a.b/c', 'url'],
    ['mail me@example.com', 'email'],
    ['ask @someone', 'mention'],
    ['type /kill now', 'bot_command'],
    ['#signal', 'hashtag'],
    ['buy $BTC', 'cashtag'],
    ['call +49 170 1234567', 'phone_number'],
    ['on 10.0.0.1', 'url'],
  ])('makes something of %j', async (text, type) => {
    await send(text);
    expect(server.messages[0]?.detected.map((entity) => entity.type)).toEqual([type]);
  });

  test('makes nothing of prices, pairs, and text in code', async () => {
    await send('BTC/USDT @ 42200.5, 1.33 R, -1.07 % at 14:23; 3/4');
    await send('/kill @me', [{ type: 'code', offset: 0, length: 9 }]);
    expect(server.messages.flatMap(({ detected }) => detected)).toEqual([]);
  });
});

test('an edit with the same content is not modified', async () => {
  await send('one');
  const again = await call('editMessageText', { chat_id: 1, message_id: 1, text: 'one' });
  expect(again.body.description).toContain('message is not modified');
  await call('editMessageText', { chat_id: 1, message_id: 1, text: 'two' });
  expect(server.messages).toMatchObject([{ text: 'two' }]);
  clock.advance(48 * 3_600_000 + 1);
  expect((await call('deleteMessage', { chat_id: 1, message_id: 1 })).status).toBe(400);
});

test('counts in sliding windows: by chat, by group, by bot', async () => {
  const limited = await startTelegramServer({
    token,
    clock,
    chats: [
      { id: -5, type: 'group' },
      ...Array.from({ length: 31 }, (_, id) => ({ id, type: 'private' as const })),
    ],
  });
  const unlimited = server;
  server = limited;
  const to = async (chat: number): Promise<Answer> => call('sendMessage', { chat_id: chat, text: 'x' });
  for (let sent = 0; sent < 20; sent += 1) {
    expect((await to(-5)).status).toBe(200);
    clock.advance(1000);
  }
  const refused = await to(-5);
  expect(refused.body).toMatchObject({ error_code: 429, parameters: { retry_after: 40 } });
  expect(refused.headers.get('retry-after')).toBe('40');
  for (let chat = 0; chat < 30; chat += 1) expect((await to(chat)).status).toBe(200);
  expect((await to(30)).body).toMatchObject({ error_code: 429, parameters: { retry_after: 1 } });
  clock.advance(1000);
  expect((await to(30)).status).toBe(200);
  expect((await to(30)).status).toBe(429);
  server = unlimited;
  await limited.close();
});
