import type { DeliveryOutcome } from '@tradewarden/core';
import { connectionCodes, firstDelivery, sampleMessage } from '@tradewarden/testing';
import type { Fault } from '@tradewarden/testing/discord';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { type Opened, opened } from '../test/opened.ts';
import { fromDiscordError } from './from-discord-error.ts';

let bench: Opened;
beforeEach(async () => {
  bench = await opened();
});
afterEach(async () => bench.close());

async function outcomeOf(fault: Fault): Promise<DeliveryOutcome> {
  bench.server.script(fault);
  const [part] = bench.channel.render(sampleMessage());
  return bench.channel.deliver(part!, firstDelivery('d1', AbortSignal.timeout(400)));
}

const refusal = (status: number, code: number, message = 'said Discord'): Fault => ({
  do: 'answer',
  status,
  body: { message, code },
});

/** Every row of the table. */
test.each<[number, number, DeliveryOutcome['status']]>([
  [404, 10_003, 'permanent-target'],
  [404, 10_004, 'permanent-target'],
  [404, 10_015, 'permanent-target'],
  [403, 50_001, 'permanent-target'],
  [403, 50_007, 'permanent-target'],
  [400, 50_008, 'permanent-target'],
  [403, 50_013, 'permanent-target'],
  [401, 50_027, 'permanent-target'],
  [403, 50_278, 'permanent-target'],
  [400, 160_005, 'permanent-target'],
  [400, 50_083, 'permanent-target'],
  [400, 220_001, 'permanent-target'],
  [400, 220_002, 'permanent-target'],
  [400, 220_003, 'permanent-target'],
  [400, 220_004, 'permanent-target'],
  [404, 10_008, 'permanent-payload'],
  [400, 30_046, 'permanent-payload'],
  [404, 10_062, 'noop'],
  [400, 40_060, 'noop'],
  [400, 50_035, 'permanent-payload'],
  [400, 50_006, 'permanent-payload'],
  [400, 50_109, 'permanent-payload'],
  [400, 50_045, 'permanent-payload'],
  [413, 40_005, 'permanent-payload'],
  [400, 50_046, 'permanent-payload'],
  [400, 50_110, 'permanent-payload'],
  [400, 30_015, 'permanent-payload'],
  [400, 200_000, 'permanent-payload'],
  [400, 240_000, 'permanent-payload'],
  [400, 20_009, 'permanent-payload'],
  [401, 0, 'permanent-config'],
  [401, 50_014, 'permanent-config'],
  [403, 40_333, 'permanent-config'],
  [403, 0, 'permanent-config'],
  [404, 0, 'permanent-target'],
  [400, 0, 'permanent-payload'],
  [403, 20_016, 'rate-limited'],
  [403, 20_022, 'rate-limited'],
  [403, 20_028, 'rate-limited'],
  [403, 20_029, 'rate-limited'],
  [403, 40_003, 'rate-limited'],
  [403, 40_062, 'rate-limited'],
  [400, 40_004, 'transient'],
  [400, 40_006, 'transient'],
  [400, 130_000, 'transient'],
  [400, 110_000, 'transient'],
  [400, 110_001, 'transient'],
])('%i with code %i is %s, after one request', async (status, code, expected) => {
  const outcome = await outcomeOf(refusal(status, code));
  expect(outcome.status).toBe(expected);
  if (outcome.status === 'permanent-target')
    expect(outcome.reason).toContain(`${status} ${code} said Discord`);
  expect(bench.server.transcript).toHaveLength(1);
});

test.each<[string, Record<string, string>, object, number, string]>([
  ['the route', { 'retry-after': '1.337' }, { retry_after: 1.337, global: false }, 1337, 'route'],
  [
    'a shared place',
    { 'retry-after': '64', 'x-ratelimit-scope': 'shared' },
    { retry_after: 64 },
    64_000,
    'route',
  ],
  [
    'everything',
    { 'retry-after': '2.5', 'x-ratelimit-global': 'true' },
    { retry_after: 2.5, global: true },
    2500,
    'global',
  ],
])(
  '429 for %s waits exactly as long as it is told, after one request',
  async (_, headers, body, ms, scope) => {
    const outcome = await outcomeOf({
      do: 'answer',
      status: 429,
      headers,
      body: { message: 'limited', ...body },
    });
    expect(outcome).toMatchObject({ status: 'rate-limited', scope });
    // The client counts the global limit from the clock of the machine.
    const waited = outcome.status === 'rate-limited' ? outcome.retryAfterMs : 0;
    expect(Math.abs(waited - ms)).toBeLessThanOrEqual(scope === 'global' ? 50 : 0);
    expect(bench.server.transcript).toHaveLength(1);
  },
);

test.each<[string, Fault]>([
  ['an error page', { do: 'garbage' }],
  ['a page with status 200', { do: 'garbage', status: 200 }],
  ['a JSON 500', { do: 'answer', status: 500, body: { message: '500', code: 0 } }],
  ['a connection that ends before the answer', { do: 'drop-answer' }],
  ['a connection that ends at once', { do: 'drop' }],
  ['no answer', { do: 'hang' }],
])('%s is uncertain, after one request', async (_, fault) => {
  expect((await outcomeOf(fault)).status).toBe('uncertain');
  expect(bench.server.transcript).toHaveLength(1);
});

/** Cloudflare stands before Discord, and bans whoever goes on: with a page, not with JSON. */
test.each([403, 429])('a page with status %i is no limit of a route but a closed door', async (status) => {
  expect(await outcomeOf({ do: 'garbage', status })).toMatchObject({ status: 'permanent-config' });
  expect(bench.server.transcript).toHaveLength(1);
});

test.each(connectionCodes)('%s, as fetch hides it in its cause, is %s', (code, status) => {
  const error = new TypeError('fetch failed', { cause: Object.assign(new Error('x'), { code }) });
  expect(fromDiscordError(error)).toMatchObject({
    status,
    reason: expect.stringContaining(code) as string,
  });
});

test('our own time limit ends a request that hangs', async () => {
  bench.server.script({ do: 'hang' });
  const [part] = bench.channel.render(sampleMessage());
  expect((await bench.channel.deliver(part!, firstDelivery())).status).toBe('uncertain');
});

test('a bot is asked again after a 401: the client does not forget the token', async () => {
  const bot = await opened('bot');
  const [part] = bot.channel.render(sampleMessage());
  bot.server.script(refusal(401, 0));
  expect((await bot.channel.deliver(part!, firstDelivery())).status).toBe('permanent-config');
  expect((await bot.channel.deliver(part!, firstDelivery('d2'))).status).toBe('delivered');
  await bot.close();
});
