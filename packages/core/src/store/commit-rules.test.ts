import { describe, expect, test } from 'vitest';
import { StoreMisuseError } from '../errors/store-errors.ts';
import { assertCommit } from './commit-rules.ts';
import type { Commit } from './store.ts';

const fence = { checks: [{ key: 'a', version: 0 }], puts: [{ key: 'a', value: 1 }] };

const refused: readonly (readonly [string, Commit, RegExp])[] = [
  ['a space in a key', { puts: [{ key: 'a b', value: 1 }] }, /"a b" is no key/],
  ['an empty key', { deletes: [''] }, /"" is no key/],
  ['a key that is not ASCII', { puts: [{ key: 'é', value: 1 }] }, /is no key/],
  ['a key of 401 characters', { puts: [{ key: 'k'.repeat(401), value: 1 }] }, /is no key/],
  ['a line feed after a key', { checks: [{ key: 'a\n', version: 0 }] }, /is no key/],
  ['a bad log name', { ...fence, appends: [{ log: 'x y', value: 1 }] }, /is no log/],
  ['a bad counter name', { ...fence, adds: [{ counter: 'x y', delta: 1 }] }, /is no counter/],
  [
    'more risk in a commit that takes it away',
    {
      ...fence,
      reduces: true,
      adds: [
        { counter: 'm', delta: -5 },
        { counter: 'n', delta: 1 },
      ],
    },
    /takes risk away adds 1 to n; commit what adds by itself/,
  ],
  ['a fraction as delta', { ...fence, adds: [{ counter: 'n', delta: 0.5 }] }, /delta 0\.5/],
  ['an unsafe delta', { ...fence, adds: [{ counter: 'n', delta: 2 ** 53 }] }, /delta 9007199254740992/],
  ['a bound that is no number', { ...fence, adds: [{ counter: 'n', delta: 1, max: NaN }] }, /max NaN/],
  ['an infinite bound', { ...fence, adds: [{ counter: 'n', delta: 1, min: -Infinity }] }, /min -Infinity/],
  ['min above max', { ...fence, adds: [{ counter: 'n', delta: 1, min: 2, max: 1 }] }, /min 2 is above max 1/],
  ['a negative version', { checks: [{ key: 'a', version: -1 }] }, /-1 is no version/],
  ['a time to live of 0', { puts: [{ key: 'a', value: 1, ttlMs: 0 }] }, /ttlMs 0/],
  ['a time to live with a fraction', { puts: [{ key: 'a', value: 1, ttlMs: 1.5 }] }, /ttlMs 1\.5/],
  [
    'two puts of one key',
    {
      puts: [
        { key: 'a', value: 1 },
        { key: 'a', value: 2 },
      ],
    },
    /writes a twice/,
  ],
  ['a put and a delete of one key', { puts: [{ key: 'a', value: 1 }], deletes: ['a'] }, /writes a twice/],
  ['129 operations', { deletes: Array.from({ length: 129 }, (_, index) => `k${index}`) }, /129 operations/],
];

const unfenced: readonly (readonly [string, Commit])[] = [
  ['no check at all', { adds: [{ counter: 'n', delta: 1 }] }],
  [
    'a check on a key that is not written',
    { checks: [{ key: 'a', version: 3 }], appends: [{ log: 'l', value: 1 }] },
  ],
  ['a put without a check', { puts: [{ key: 'a', value: 1 }], appends: [{ log: 'l', value: 1 }] }],
  [
    'the delete of a key that is checked as absent',
    { checks: [{ key: 'a', version: 0 }], deletes: ['a'], adds: [{ counter: 'n', delta: 1 }] },
  ],
  [
    'a put that expires soon over an absent key',
    {
      checks: [{ key: 'a', version: 0 }],
      puts: [{ key: 'a', value: 1, ttlMs: 59_999 }],
      adds: [{ counter: 'n', delta: 1 }],
    },
  ],
];

const fenced: readonly (readonly [string, Commit])[] = [
  ['a put over an absent key', fence],
  ['a put over a live key', { checks: [{ key: 'a', version: 7 }], puts: [{ key: 'a', value: 1, ttlMs: 5 }] }],
  ['a put that expires late', { ...fence, puts: [{ key: 'a', value: 1, ttlMs: 60_000 }] }],
  ['the delete of a live key', { checks: [{ key: 'a', version: 7 }], deletes: ['a'] }],
];

describe('assertCommit', () => {
  test.each(refused)('refuses %s', (_name, commit, message) => {
    expect(() => assertCommit(commit)).toThrow(StoreMisuseError);
    expect(() => assertCommit(commit)).toThrow(message);
  });

  test.each(unfenced)('refuses to add or append behind %s', (_name, commit) => {
    expect(() => assertCommit(commit)).toThrow(/must check a key that it also puts/);
  });

  test.each(fenced)('lets adds and appends pass behind %s', (_name, commit) => {
    const whole = { ...commit, adds: [{ counter: 'n', delta: 1 }], appends: [{ log: 'l', value: 1 }] };
    expect(() => assertCommit(whole)).not.toThrow();
  });

  test('lets puts, deletes and checks alone pass without a fence', () => {
    expect(() => assertCommit({ puts: [{ key: 'a', value: 1 }], deletes: ['b'] })).not.toThrow();
    expect(() => assertCommit({ checks: [{ key: 'a', version: 0 }] })).not.toThrow();
    expect(() =>
      assertCommit({ deletes: Array.from({ length: 64 }, (_, index) => `k${index}`) }),
    ).not.toThrow();
    expect(() => assertCommit({ puts: [{ key: 'k'.repeat(400), value: 1 }] })).not.toThrow();
  });
});
