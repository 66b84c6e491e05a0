import { expect, test } from 'vitest';
import { firstDifference } from './first-difference.ts';

test.each([
  [{ a: 1, b: [1, 2] }, { b: [1, 2], a: 1 }, undefined],
  [
    { b: 1, a: 'x' },
    { b: 2, a: 'y' },
    { path: '$.a', recorded: 'x', recomputed: 'y' },
  ],
  [
    { rules: [{ id: 'a' }, { id: 'b' }] },
    { rules: [{ id: 'a' }] },
    { path: '$.rules[1]', recorded: { id: 'b' } },
  ],
  [{}, { 'fx.EUR': { value: null } }, { path: '$["fx.EUR"]', recomputed: { value: null } }],
  [{ a: [] }, { a: {} }, { path: '$.a', recorded: [], recomputed: {} }],
  [{ a: null }, { a: { b: 1 } }, { path: '$.a', recorded: null, recomputed: { b: 1 } }],
  [
    { a: Array(11).fill(0) },
    { a: [0, 0, 1, ...Array<number>(7).fill(0), 1] },
    { path: '$.a[2]', recorded: 0, recomputed: 1 },
  ],
])('%j against %j', (recorded, recomputed, difference) => {
  expect(firstDifference(recorded, recomputed)).toEqual(difference);
});
