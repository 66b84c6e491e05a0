import { expect, test } from 'vitest';
import { settlesPromptly } from './prompt.ts';

test('what needs no time is settled, with an answer or an error; what waits for anything is not', async () => {
  expect(await settlesPromptly(Promise.resolve(1))).toBe(true);
  expect(await settlesPromptly((async () => 1)())).toBe(true);
  expect(await settlesPromptly(Promise.reject(new Error('no')))).toBe(true);
  expect(await settlesPromptly(new Promise(() => {}))).toBe(false);
  expect(await settlesPromptly(new Promise((resolve) => void setImmediate(resolve)))).toBe(false);
});
