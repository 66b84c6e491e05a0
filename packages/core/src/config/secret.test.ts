import { inspect } from 'node:util';
import { expect, test } from 'vitest';
import { Secret, secret } from './secret.ts';

const token = secret('hunter2');

test('a secret gives its text to reveal() only', () => {
  expect(token.reveal()).toBe('hunter2');
  expect(token).toBeInstanceOf(Secret);
});

test.each([
  ['String()', String(token)],
  ['concatenation', ['x', token].join('')],
  ['JSON', JSON.stringify({ token })],
  ['inspect', inspect({ token }, { depth: 9, showHidden: true })],
  ['its keys', JSON.stringify(Object.entries(token))],
])('%s does not show the text', (_, printed) => {
  expect(printed).not.toContain('hunter2');
});

test('it prints as [secret]', () => {
  expect([String(token), JSON.stringify(token), inspect(token)]).toEqual([
    '[secret]',
    '"[secret]"',
    '[secret]',
  ]);
});
