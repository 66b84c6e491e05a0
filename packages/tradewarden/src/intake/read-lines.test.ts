import { expect, test } from 'vitest';
import { readLines } from './read-lines.ts';

test('each item of a list knows its line, whatever stands in its texts', () => {
  const text = '\n[{"a":"],[\\"{"}, 5,\n\n [1,\n2],\n"x,\\\\"\n]';
  expect(readLines(text)).toEqual({
    kind: 'list',
    lines: [
      { line: 2, value: { a: '],["{' } },
      { line: 2, value: 5 },
      { line: 4, value: [1, 2] },
      { line: 6, value: 'x,\\' },
    ],
  });
});

test('a long list takes no longer for each of its items', () => {
  const count = 30_000;
  const { lines } = readLines(
    `[\n${Array.from({ length: count }, (_, index) => `{"n":${index}}`).join(',\n')}\n]`,
  );
  expect(lines.map(({ line }) => line)).toEqual(Array.from({ length: count }, (_, index) => index + 2));
});
