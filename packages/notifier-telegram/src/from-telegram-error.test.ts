import type { DeliveryOutcome } from '@tradewarden/core';
import { connectionCodes, firstDelivery, sampleMessage } from '@tradewarden/testing';
import type { Fault } from '@tradewarden/testing/telegram';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { HttpError } from 'grammy';
import { type Opened, opened } from '../test/opened.ts';
import { fromTelegramError } from './from-telegram-error.ts';

let bench: Opened;
beforeAll(async () => {
  bench = await opened();
});
afterAll(async () => bench.close());
let before = 0;
beforeEach(() => {
  before = bench.server.transcript.length;
});

const refusal = (code: number, description: string, parameters?: object): Fault => ({
  do: 'answer',
  status: code,
  body: { ok: false, error_code: code, description, ...(parameters === undefined ? {} : { parameters }) },
});

async function outcomeOf(fault: Fault): Promise<DeliveryOutcome> {
  bench.server.script(fault);
  const [part] = bench.channel.render(sampleMessage());
  const plain = { ...part!, extra: { entities: [], silent: false } };
  const signal = AbortSignal.timeout(300);
  return bench.channel.deliver(plain, firstDelivery('d1', signal));
}

/** Every row of the table, as the Bot API words it. */
test.each<[number, string, DeliveryOutcome['status']]>([
  [400, 'Bad Request: chat not found', 'permanent-target'],
  [400, 'Bad Request: private chat not found', 'permanent-target'],
  [400, 'Bad Request: chat_id is empty', 'permanent-target'],
  [400, 'Bad Request: user not found', 'permanent-target'],
  [400, 'Bad Request: message is too long', 'permanent-payload'],
  [400, 'Bad Request: text is too long', 'permanent-payload'],
  [400, 'Bad Request: message caption is too long', 'permanent-payload'],
  [400, 'Bad Request: reply markup is too long', 'permanent-payload'],
  [400, 'Bad Request: MEDIA_CAPTION_TOO_LONG', 'permanent-payload'],
  [400, "Bad Request: can't parse entities: Unsupported start tag", 'permanent-payload'],
  [400, "Bad Request: can't parse MessageEntity: Unsupported type", 'permanent-payload'],
  [400, 'Bad Request: message text is empty', 'permanent-payload'],
  [400, 'Bad Request: text must be non-empty', 'permanent-payload'],
  [400, 'Bad Request: message must be non-empty', 'permanent-payload'],
  [400, 'Bad Request: BUTTON_DATA_INVALID', 'permanent-payload'],
  [400, 'Bad Request: BUTTON_URL_INVALID', 'permanent-payload'],
  [400, 'Bad Request: message is not modified: specified new message content', 'noop'],
  [400, 'Bad Request: message to edit not found', 'permanent-payload'],
  [400, "Bad Request: message can't be edited", 'permanent-payload'],
  [400, 'Bad Request: message to be replied not found', 'permanent-payload'],
  [400, 'Bad Request: message thread not found', 'permanent-target'],
  [400, 'Bad Request: TOPIC_CLOSED', 'permanent-target'],
  [400, 'Bad Request: TOPIC_DELETED', 'permanent-target'],
  [400, 'Bad Request: have no write access to the chat', 'permanent-target'],
  [400, 'Bad Request: not enough rights to send text messages to the chat', 'permanent-target'],
  [400, 'Bad Request: need administrator rights in the channel chat', 'permanent-target'],
  [400, 'Bad Request: CHAT_WRITE_FORBIDDEN', 'permanent-target'],
  [400, 'Bad Request: wrong file identifier/HTTP URL specified', 'permanent-payload'],
  [400, 'Bad Request: PHOTO_INVALID_DIMENSIONS', 'permanent-payload'],
  [400, 'Bad Request: PHOTO_EXT_INVALID', 'permanent-payload'],
  [400, 'Bad Request: failed to get HTTP URL content', 'permanent-payload'],
  [400, 'Bad Request: file is too big', 'permanent-payload'],
  [400, 'Bad Request: IMAGE_PROCESS_FAILED', 'permanent-payload'],
  [400, 'Bad Request: PEER_ID_INVALID', 'permanent-target'],
  [400, 'Bad Request: query is too old and response timeout expired or query ID is invalid', 'noop'],
  [400, 'Bad Request: something that nobody has seen yet', 'permanent-payload'],
  [401, 'Unauthorized', 'permanent-config'],
  [401, 'Unauthorized: invalid token specified', 'permanent-config'],
  [404, 'Not Found', 'permanent-config'],
  [403, 'Forbidden: bot was blocked by the user', 'permanent-target'],
  [403, 'Forbidden: user is deactivated', 'permanent-target'],
  [403, 'Forbidden: bot was kicked from the group chat', 'permanent-target'],
  [403, 'Forbidden: bot was kicked from the supergroup chat', 'permanent-target'],
  [403, 'Forbidden: bot was kicked from the channel chat', 'permanent-target'],
  [403, 'Forbidden: bot is not a member of the supergroup chat', 'permanent-target'],
  [403, 'Forbidden: the group chat was deleted', 'permanent-target'],
  [403, "Forbidden: bot can't initiate conversation with a user", 'permanent-target'],
  [403, "Forbidden: the bot can't send messages to the bot", 'permanent-target'],
  [409, 'Conflict: terminated by other getUpdates request', 'permanent-config'],
  [409, "Conflict: can't use getUpdates method while webhook is active", 'permanent-config'],
  [413, 'Request Entity Too Large: file is too big', 'permanent-payload'],
  [500, 'Internal Server Error: restart', 'transient'],
  [502, 'Bad Gateway', 'transient'],
  [503, 'Service Unavailable', 'transient'],
  [504, 'Gateway Timeout', 'transient'],
])('%i %s is %s, after one request', async (code, description, status) => {
  const outcome = await outcomeOf(refusal(code, description));
  expect(outcome.status).toBe(status);
  if ('reason' in outcome) expect(outcome.reason).toBe(`${code} ${description}`);
  expect(bench.server.transcript.length - before).toBe(1);
});

test.each([
  [429, 'Too Many Requests: retry after 35', { retry_after: 35 }, 35_000],
  [420, 'Flood: retry after 7', undefined, 7000],
  [429, 'Too Many Requests', undefined, 1000],
])('%i waits exactly as long as it is told', async (code, description, parameters, retryAfterMs) => {
  const outcome = await outcomeOf(refusal(code, description, parameters));
  expect(outcome).toEqual({ status: 'rate-limited', retryAfterMs, scope: 'chat' });
  expect(bench.server.transcript.length - before).toBe(1);
});

test('a group that became a supergroup says where it is now', async () => {
  const description = 'Bad Request: group chat was upgraded to a supergroup chat';
  const outcome = await outcomeOf(refusal(400, description, { migrate_to_chat_id: -1_001_234 }));
  expect(outcome).toEqual({ status: 'redirect', target: '-1001234' });
});

test.each<[string, Fault]>([
  ['a page of a proxy', { do: 'garbage' }],
  ['a page with status 200', { do: 'garbage', status: 200 }],
  ['a connection that ends before the answer', { do: 'drop-answer' }],
  ['a connection that ends at once', { do: 'drop' }],
  ['no answer', { do: 'hang' }],
  ['half of an answer', { do: 'answer', status: 200, body: '{"ok":tru' }],
])('%s is uncertain, after one request', async (_, fault) => {
  expect((await outcomeOf(fault)).status).toBe('uncertain');
  expect(bench.server.transcript.length - before).toBe(1);
});

test('421: the fetch of Node asks once more on a new connection, as its standard says', async () => {
  const misdirected = refusal(421, 'Misdirected Request');
  bench.server.script(misdirected);
  expect((await outcomeOf(misdirected)).status).toBe('permanent-config');
  expect(bench.server.transcript.length - before).toBe(2);
});

test.each(connectionCodes)('%s, as fetch and grammY wrap it, is %s', (code, status) => {
  const cause = Object.assign(new Error('x'), { code });
  const error = new HttpError('Network request failed', new TypeError('fetch failed', { cause }));
  expect(fromTelegramError(error).outcome).toMatchObject({
    status,
    reason: expect.stringContaining(code) as string,
  });
});

test('our own time limit ends a request that hangs', async () => {
  bench.server.script({ do: 'hang' });
  const [part] = bench.channel.render(sampleMessage());
  expect((await bench.channel.deliver(part!, firstDelivery())).status).toBe('uncertain');
});
