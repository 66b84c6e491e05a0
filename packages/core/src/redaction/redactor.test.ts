import { inspect } from 'node:util';
import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { secret } from '../config/secret.ts';
import { describeError } from './describe-error.ts';
import { createRedactor, redacted } from './redactor.ts';
import { mayHoldShape, secretShapes } from './secret-shapes.ts';
import { secretsIn } from './secrets-in.ts';

test.each([
  [
    'a Telegram token',
    'see https://host/bot123456789:AAHdqTcvCH1vGWJxfSeofSAs0K5PALDsaw1/sendMessage',
    'AAHdq',
  ],
  ['a Discord webhook', 'https://discord.test/api/v10/webhooks/12345/abcDEF_-ghiJKL1234567890 x', 'abcDEF'],
  ['a login in an address', 'smtps://bot%40me:pa55word@mail.test:465', 'pa55word'],
  ['an authorization header', '{"authorization":"Bearer abc.def-123456"}', 'abc.def'],
  ['a web token', 'x eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxIn0.s1gnatureS1gnature y', 's1gnature'],
  ['a webhook secret', 'whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw', 'MfKQ9'],
  ['a named key', 'api_key=0123456789abcdef&x=1', '0123456789abcdef'],
  ['a private key', 'a\n-----BEGIN RSA PRIVATE KEY-----\nMIIE\n-----END RSA PRIVATE KEY-----\nb', 'MIIE'],
])('hides %s by its shape and leaves the rest', (_, text, hidden) => {
  const clean = createRedactor().text(text);
  expect(clean).not.toContain(hidden);
  expect(clean).toContain(redacted);
  expect(createRedactor().text(clean)).toBe(clean);
});

test.each([
  'BTC/USDT 42200 at 12:30',
  'https://chart.test/a?b=c',
  'risk: 1.5 % of equity',
  'id 123456:short',
])('leaves %s alone', (text) => {
  expect(createRedactor().text(text)).toBe(text);
});

test('hides what it was told in every form, the longest first, and nothing as short as a word', () => {
  const redactor = createRedactor([secret('canary/+"secret"'), 'canary', 'on']);
  for (const form of [
    'canary/+"secret"',
    encodeURIComponent('canary/+"secret"'),
    JSON.stringify('canary/+"secret"'),
    btoa('canary/+"secret"'),
  ]) {
    expect(redactor.text(`<${form}> turned on`)).toMatch(/^<"?\[redacted\]=*"?> turned on$/);
  }
  expect(
    redactor.json({ canary: ['a canary', { deep: 'canary' }], n: 1, none: null, gone: undefined }),
  ).toEqual({
    [redacted]: [`a ${redacted}`, { deep: redacted }],
    n: 1,
    none: null,
  });
});

test('hides what was encoded together with other words, at any offset, and by any percent encoder', () => {
  const known = 'canary/ü+"secret" of ours';
  const redactor = createRedactor([known]);
  for (let before = 0; before < 6; before += 1) {
    const inside = Buffer.from(`${'x'.repeat(before)}${known} and more`);
    for (const form of [inside.toString('base64'), inside.toString('base64url')]) {
      const clean = redactor.text(form);
      expect(clean).toContain(redacted);
      expect(Buffer.from(clean.replace(redacted, ''), 'base64').toString('latin1')).not.toMatch(
        /anary|secre/,
      );
    }
  }
  const small = encodeURIComponent(known).replaceAll(/%../g, (code) => code.toLowerCase());
  expect(redactor.text(small)).toBe(redacted);
  expect(redactor.text(new URLSearchParams({ a: known }).toString())).toBe(`a=${redacted}`);
});

const fragments = [
  ['123456:', '123456:AAHdqTcvCH1vGWJxfSeofSAs0K5PALDsaw1', '/webhooks/12345/abcDEF_-ghiJKL1234567890'],
  [
    'smtps://',
    'bot:pa55word@',
    'host',
    'authorization',
    ' Bearer ',
    'abc.def-123456',
    'eyJhbGciOiJIUzI1NiJ9',
  ],
  ['.eyJzdWIiOiIxIn0.s1gnatureS1gnature', 'whsec_MfKQ9r8GKYqrTwjUPD8ILPZI', 'api_key', '=', ':', '@', '/'],
  ['PASSWORD', '-----BEGIN PRIVATE KEY-----', '\n', '"', "'", ' ', 'x'],
].flat();

test('what is not searched for shapes holds none', () => {
  const texts = fc.array(fc.constantFrom(...fragments), { maxLength: 8 }).map((parts) => parts.join(''));
  fc.assert(
    fc.property(texts, (text) => {
      if (!mayHoldShape.test(text))
        expect(secretShapes.filter((shape) => text.search(shape) >= 0)).toEqual([]);
    }),
    { numRuns: 5000 },
  );
});

test('what needs no change is the same object; what is no plain object is copied by its entries', () => {
  const redactor = createRedactor(['canary-token']);
  const clean = { title: 'LONG', parts: [{ text: 'x', n: 1, none: null }] };
  expect(redactor.json(clean)).toBe(clean);
  const mixed = { good: clean, bad: ['canary-token'] };
  const result = redactor.json(mixed);
  expect(result.good).toBe(clean);
  expect(result.bad).toEqual([redacted]);
  expect(mixed.bad).toEqual(['canary-token']);
  expect(redactor.json<unknown>({ error: new Error('canary-token') })).toEqual({ error: {} });
});

test('finds secrets in options, however deep, in a circle too', () => {
  const options: Record<string, unknown> = { a: [{ token: secret('one-secret') }], b: secret('two-secret') };
  options['self'] = options;
  expect(secretsIn(options).map((found) => found.reveal())).toEqual(['one-secret', 'two-secret']);
});

test('a foreign error becomes text: its causes, its code, no secret and none of its other fields', () => {
  const redactor = createRedactor(['canary-token']);
  const cause = Object.assign(new Error('connect failed\nfor canary-token'), { code: 'ECONNREFUSED' });
  const error = Object.assign(new Error('request failed', { cause }), { url: 'https://x/canary-token' });
  cause.cause = error;
  const described = describeError(error, redactor);
  expect(described).toEqual({
    name: 'Error',
    message: 'request failed: connect failed for [redacted]',
    code: 'ECONNREFUSED',
  });
  expect(inspect(described)).not.toContain('canary');
});

test.each([
  ['a string', 'a string'],
  [undefined, ''],
  [{ message: 5 }, 'unknown error'],
  [
    Object.defineProperty({}, 'message', {
      get: () => {
        throw new Error('no');
      },
    }),
    'unknown error',
  ],
  ['x'.repeat(1000), `${'x'.repeat(299)}…`],
])('anything thrown is described: %#', (thrown, message) => {
  expect(describeError(thrown, createRedactor()).message).toBe(message);
});
