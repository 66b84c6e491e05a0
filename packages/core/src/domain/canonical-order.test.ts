import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { canonicalJson, toCanonicalValue } from './canonical-json.ts';
import { inCanonicalOrder } from './canonical-order.ts';
import type { Json } from './json.ts';

test('the copy is what the canonical text reads back as, member by member', () => {
  const key = fc.oneof(
    fc.string({ unit: 'grapheme' }),
    fc.constantFrom('10', '9', '__proto__', 'é', 'z', 'a'),
  );
  const values = fc.oneof(
    fc.jsonValue({ noUnicodeString: false, maxDepth: 4 }),
    fc.dictionary(key, fc.jsonValue({ maxDepth: 1 }), { maxKeys: 40 }),
  );
  fc.assert(
    fc.property(values, (foreign) => {
      const value = toCanonicalValue(foreign);
      const copy = inCanonicalOrder(value);
      expect(JSON.stringify(copy)).toBe(JSON.stringify(JSON.parse(canonicalJson(value))));
      expect(canonicalJson(copy)).toBe(canonicalJson(value));
    }),
    { numRuns: process.env['TRADEWARDEN_RUNS'] === 'night' ? 100_000 : 10_000 },
  );
});

test('members that are undefined are left out, −0 is 0, and the value itself stays as it was', () => {
  const value = { b: -0, a: { z: 1, gone: undefined, y: [true, null] } };
  const copy = inCanonicalOrder(value);
  expect(JSON.stringify(copy)).toBe('{"a":{"y":[true,null],"z":1},"b":0}');
  expect(Object.is(copy.b, 0)).toBe(true);
  expect(Object.keys(value)).toEqual(['b', 'a']);
});

test.each<[unknown, string]>([
  [{ a: { b: [0.5] } }, 'a.b[0]: 0.5 is not a safe integer'],
  [{ a: '\ud800' }, 'a: text with half a character'],
  [{ '\udc00': 1 }, 'text with half a character'],
  [Array.from({ length: 40 }).reduce<Json>((inner) => [inner], 1), 'deeper than 32'],
  [{ a: 1n }, 'a: bigint is not JSON'],
])('what has no canonical form is refused, naming the place (%#)', (value, sentence) => {
  expect(() => inCanonicalOrder(value)).toThrow(sentence);
});
