import { describe, expect, test } from 'vitest';
import { createRedactor, secretsIn } from './redactor.ts';
import { secret } from './secret.ts';

const token = '8123:AAF-é/+?& "x"';
const redact = createRedactor([secret(token)]);

describe('createRedactor', () => {
  test.each([
    ['bare', token],
    ['percent-encoded', encodeURIComponent(token)],
    [
      'percent-encoded in lower case',
      encodeURIComponent(token).replaceAll(/%../g, (hex) => hex.toLowerCase()),
    ],
    ['in a URL', encodeURI(token)],
    ['in a form', encodeURIComponent(token).replaceAll('%20', '+')],
    ['in JSON', JSON.stringify(token).slice(1, -1)],
    ['base64', Buffer.from(token).toString('base64')],
    ['base64url', Buffer.from(token).toString('base64url')],
  ])('replaces a secret that is %s', (_, form) => {
    expect(redact(`before ${form} after`)).toBe('before [secret] after');
  });

  test.each(['u:', 'us:', 'use:'])('leaves nothing to decode of base64 that begins with %s', (user) => {
    const header = Buffer.from(`${user}${token}|rest`).toString('base64');
    const redacted = redact(header);
    expect(redacted).toContain('[secret]');
    const kept = redacted.split('[secret]').map((part) => Buffer.from(part, 'base64').toString('latin1'));
    expect(kept.join('')).not.toContain(token.slice(1, 4));
  });

  test('replaces every occurrence of every secret, the longer one whole', () => {
    const both = createRedactor(['abc', secret('abcdef')]);
    expect(both('abcdef abc abcdef')).toBe('[secret] [secret] [secret]');
  });

  test('takes the characters of a secret literally', () => {
    const literal = createRedactor(['a.c*']);
    expect(literal('abcc a.c*')).toBe('abcc [secret]');
  });

  test('leaves texts alone when there is no secret, or an empty one', () => {
    expect(createRedactor([])('text')).toBe('text');
    expect(createRedactor([''])('text')).toBe('text');
  });
});

describe('secretsIn', () => {
  test('finds secrets at any depth, each once, in spite of circles', () => {
    const shared = secret('a');
    const options: Record<string, unknown> = { token: shared, list: [{ again: shared, other: secret('b') }] };
    options['self'] = options;
    expect(secretsIn(options).map((found) => found.reveal())).toEqual(['a', 'b']);
  });

  test('does not look into live objects', () => {
    class Client {
      readonly token = secret('inner');
    }
    expect(secretsIn({ client: new Client() })).toEqual([]);
    expect(secretsIn('text')).toEqual([]);
  });
});
