import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { canonicalJson, toCanonicalValue } from './canonical-json.ts';
import type { Json } from './json.ts';

test('sorts keys by code unit, drops undefined, writes −0 as 0', () => {
  expect(canonicalJson({ b: 1, a: [true, null, -0], '\u20ac': 'x', '10': 1, '9': 2, gone: undefined })).toBe(
    '{"10":1,"9":2,"a":[true,null,0],"b":1,"€":"x"}',
  );
});

test('sorts keys by code unit also where only the last stands wrong, and lists in lists', () => {
  expect(canonicalJson({ '\u{1f4b0}': 1, '\uffff': [], a: [[1, []], {}] })).toBe(
    '{"a":[[1,[]],{}],"\u{1f4b0}":1,"\uffff":[]}',
  );
  expect(canonicalJson({ a: 1, c: 2, b: 3 })).toBe('{"a":1,"b":3,"c":2}');
});

test('refuses what has no exact form, naming the place', () => {
  expect(() => canonicalJson({ a: { b: [0.5] } })).toThrow('a.b[0]: 0.5 is not a safe integer');
  expect(() => canonicalJson({ a: '\ud800' })).toThrow('a: text with half a character');
  const deep = Array.from({ length: 40 }).reduce<Json>((inner) => [inner], 1);
  expect(() => canonicalJson(deep)).toThrow('deeper than 32');
  expect(() => toCanonicalValue(deep)).toThrow('deeper than 32');
});

test('foreign values are brought into the profile', () => {
  expect(toCanonicalValue({ a: 0.1, b: 'x\ud800', c: 5, d: undefined })).toEqual({
    a: '0.1',
    b: 'x\ufffd',
    c: 5,
  });
});

test('the same value gives the same text, whatever the order of its keys; reading it back gives the value', () => {
  const values = fc
    .jsonValue({ noUnicodeString: false, maxDepth: 4 })
    .map((value) => toCanonicalValue(value));
  fc.assert(
    fc.property(values, (value) => {
      const text = canonicalJson(value);
      expect(JSON.parse(text)).toEqual(value);
      expect(canonicalJson(shuffled(value))).toBe(text);
    }),
  );
});

function shuffled(value: Json): Json {
  if (Array.isArray(value)) return value.map((item: Json) => shuffled(item));
  if (typeof value !== 'object' || value === null) return value;
  const members = Object.entries(value as Record<string, Json>).toReversed();
  return Object.fromEntries(members.map(([key, member]) => [key, shuffled(member)]));
}
