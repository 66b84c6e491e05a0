import type { ConfigIssue } from '@tradewarden/core';
import { expect, test } from 'vitest';
import { executionPaths, readExecutionSettings } from './execution-settings.ts';

const read = (
  values: Readonly<Record<string, unknown>>,
): { readonly settings: object; readonly issues: readonly ConfigIssue[] } => {
  const issues: ConfigIssue[] = [];
  const given = new Map(Object.entries(values).map(([name, value]) => [`execution.${name}`, value]));
  return { settings: readExecutionSettings(given, issues), issues };
};

test('nothing set is what the executor does by itself', () => {
  expect(read({})).toEqual({ settings: { planning: {}, protectWithinMs: undefined }, issues: [] });
});

test('numbers of a file and texts of the environment say the same', () => {
  const settings = {
    planning: { farPercent: '40', trailPercent: '1.5', breakEvenAfter: 1, trailAfter: 2 },
    protectWithinMs: 2000,
  };
  const numbers = {
    farPercent: 40,
    trailPercent: 1.5,
    breakEvenAfter: 1,
    trailAfter: 2,
    protectWithinMs: 2000,
  };
  expect(read(numbers)).toEqual({ settings, issues: [] });
  const texts = Object.fromEntries(Object.entries(numbers).map(([name, value]) => [name, String(value)]));
  expect(read(texts)).toEqual({ settings, issues: [] });
});

test.each([
  ['farPercent', 101],
  ['farPercent', 'half'],
  ['trailPercent', 0],
  ['trailPercent', [1]],
  ['breakEvenAfter', 0],
  ['breakEvenAfter', '1.5'],
  ['trailAfter', -1],
  ['trailAfter', {}],
  ['protectWithinMs', 0],
  ['protectWithinMs', 'soon'],
] as const)('%s may not be %o, and the message says where', (name, value) => {
  expect(read({ [name]: value }).issues.map(({ path }) => path)).toEqual([`execution.${name}`]);
  expect(executionPaths).toContain(`execution.${name}`);
});
