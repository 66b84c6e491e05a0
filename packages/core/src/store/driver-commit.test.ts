import { describe, expect, test } from 'vitest';
import type { Json } from '../domain/json.ts';
import { StoreMisuseError } from '../errors/store-errors.ts';
import { toDriverCommit } from './driver-commit.ts';

const nested = (levels: number): Json => (levels === 0 ? 1 : [nested(levels - 1)]);

describe('toDriverCommit', () => {
  test('turns values into canonical text', () => {
    const commit = toDriverCommit({
      puts: [{ key: 'a', value: { b: 1, a: -0 }, ttlMs: 5 }],
      appends: [{ log: 'l', value: [null, 'ü'] }],
    });
    expect(commit).toEqual({
      checks: [],
      adds: [],
      puts: [{ key: 'a', value: '{"a":0,"b":1}', ttlMs: 5 }],
      deletes: [],
      appends: [{ log: 'l', value: '[null,"ü"]' }],
    });
  });

  test('refuses what is not JSON, and names the key', () => {
    expect(() => toDriverCommit({ puts: [{ key: 'a', value: NaN }] })).toThrow(StoreMisuseError);
    expect(() => toDriverCommit({ puts: [{ key: 'a', value: NaN }] })).toThrow(
      /the value for a cannot be stored/,
    );
  });

  test('allows 32 levels and refuses 33, and a value that contains itself', () => {
    expect(toDriverCommit({ puts: [{ key: 'a', value: nested(32) }] }).puts).toHaveLength(1);
    expect(() => toDriverCommit({ puts: [{ key: 'a', value: nested(33) }] })).toThrow(
      /nested deeper than 32/,
    );
    const endless: Json[] = [];
    endless.push(endless);
    expect(() => toDriverCommit({ appends: [{ log: 'l', value: endless }] })).toThrow(
      /nested deeper than 32/,
    );
  });

  test('counts the bytes of all texts together', () => {
    const half = 'x'.repeat(128 * 1024 - 2);
    const puts = [
      { key: 'a', value: half },
      { key: 'b', value: half },
    ];
    expect(toDriverCommit({ puts }).puts).toHaveLength(2);
    expect(() => toDriverCommit({ puts, appends: [{ log: 'l', value: 1 }] })).toThrow(/262145 bytes/);
    expect(() => toDriverCommit({ puts: [{ key: 'a', value: 'é'.repeat(128 * 1024) }] })).toThrow(
      /bytes of values/,
    );
  });
});
