import { StoreUnavailableError } from '@tradewarden/core';
import { expect, test } from 'vitest';
import { Troubles } from './troubles.ts';

function heard() {
  const said: string[] = [];
  const troubles = new Troubles((event, text) => void said.push(`${event}: ${text}`));
  return { said, troubles };
}
const locked = new StoreUnavailableError('locked');

test('a store that fails is said once, whoever cannot use it, and its return once all can', () => {
  const { said, troubles } = heard();
  for (const part of ['executor', 'sweeper', 'executor']) troubles.failed(part, locked);
  troubles.failed('plans', { code: 'STORE_UNKNOWN', message: 'no answer' });
  troubles.worked('executor');
  troubles.worked('plans');
  expect(said).toEqual(['trouble: trouble: store: locked; it is tried again']);
  troubles.worked('sweeper');
  troubles.worked('sweeper');
  expect(said.slice(1)).toEqual(['recovered: store works again']);
  troubles.failed('sweeper', locked);
  expect(said).toHaveLength(3);
});

test('anything else is the trouble of its part', () => {
  const { said, troubles } = heard();
  troubles.failed('kill', new Error('odd'));
  troubles.failed('input', 'gone');
  troubles.worked('executor');
  troubles.worked('kill');
  expect(said).toEqual([
    'trouble: trouble: kill: odd; it is tried again',
    'trouble: trouble: input: gone; it is tried again',
    'recovered: kill works again',
  ]);
});
