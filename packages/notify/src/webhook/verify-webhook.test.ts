import { ConfigError, secret } from '@tradewarden/core';
import { Webhook } from 'standardwebhooks';
import { expect, test } from 'vitest';
import { whsec } from '../../test/webhook-bench.ts';
import { verifyWebhook } from './verify-webhook.ts';
import { webhookKey } from './webhook-key.ts';
import { webhookSignature } from './webhook-signature.ts';

const now = 1_737_296_625_123;
const timestamp = Math.floor(now / 1000);
const body = '{"type":"tradewarden.signal","data":{"text":"🟢 LONG"}}';
const signed = (fill: string, id = 'd1', at = timestamp, said = body): string =>
  webhookSignature(webhookKey(whsec(fill))!, { id, timestamp: at, body: said });
const headers = (signature: string, id = 'd1', at: number | string = timestamp) => ({
  'webhook-id': id,
  'webhook-timestamp': String(at),
  'webhook-signature': signature,
});
const options = { secrets: [whsec('a')], now };

test('signs as the reference library of Standard Webhooks does, and verifies what it signs', () => {
  for (const fill of ['a', 'b', 'c']) {
    const reference = new Webhook(whsec(fill));
    const theirs = reference.sign('msg_1', new Date(timestamp * 1000), body);
    expect(signed(fill, 'msg_1')).toBe(theirs);
    const verdict = verifyWebhook(
      { headers: headers(theirs, 'msg_1'), body },
      { secrets: [whsec(fill)], now },
    );
    expect(verdict).toEqual({ ok: true, id: 'msg_1', sentAt: timestamp * 1000 });
  }
});

test('takes bytes, the Headers of fetch, and secrets that never print', () => {
  const received = { headers: new Headers(headers(signed('a'))), body: new TextEncoder().encode(body) };
  expect(verifyWebhook(received, { secrets: [secret(whsec('a'))], now }).ok).toBe(true);
});

test('while secrets change, one of them that matches is enough on either side', () => {
  const both = headers(`${signed('b')} ${signed('a')}`);
  for (const secrets of [[whsec('a')], [whsec('b')], [whsec('x'), whsec('b')]])
    expect(verifyWebhook({ headers: both, body }, { secrets, now }).ok).toBe(true);
  expect(verifyWebhook({ headers: both, body }, { secrets: [whsec('x')], now })).toEqual({
    ok: false,
    reason: 'signature wrong',
  });
});

test.each([
  ['another body', { headers: headers(signed('a')), body: `${body} ` }],
  ['another id', { headers: headers(signed('a'), 'd2'), body }],
  ['another time', { headers: headers(signed('a'), 'd1', timestamp + 1), body }],
  ['a time with a sign', { headers: headers(signed('a'), 'd1', `+${timestamp}`), body }],
  ['another scheme', { headers: headers(signed('a').replace('v1,', 'v2,')), body }],
  ['half of a signature', { headers: headers(signed('a').slice(0, 20)), body }],
  ['no signature', { headers: headers(''), body }],
  ['two ids', { headers: { ...headers(signed('a')), 'webhook-id': ['d1', 'd1'] }, body }],
  ['no headers', { headers: {}, body }],
])('refuses %s', (_, received) => {
  expect(verifyWebhook(received, options).ok).toBe(false);
});

test.each([
  [0, true],
  [-299, true],
  [300, true],
  [-302, 'too old'],
  [302, 'from the future'],
])('%i s away from the clock: %s', (seconds, expected) => {
  const at = timestamp + seconds;
  const verdict = verifyWebhook({ headers: headers(signed('a', 'd1', at), 'd1', at), body }, options);
  expect(verdict.ok ? true : verdict.reason).toBe(expected);
});

test.each([
  [[]],
  [['whsec_dG9vIHNob3J0']],
  [[whsec('a'), 'word']],
  [[`whsec_${'!'.repeat(40)}`]],
  [[`${whsec('a')}\n`]],
])('secrets that are none are a fault of the receiver: %j', (secrets) => {
  expect(() => verifyWebhook({ headers: headers(signed('a')), body }, { secrets, now })).toThrow(ConfigError);
});
