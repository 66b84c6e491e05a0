import { describe, expect, test } from 'vitest';
import { isBusy, isCertainAtCommit, SqliteFailure, toFailure } from './sqlite-failure.ts';

const sqliteError = (errcode: number) => Object.assign(new Error('raw text'), { errcode });

describe('toFailure', () => {
  test.each([
    [5, 'locked by another process'],
    [261, 'locked by another process'],
    [8, 'read-only'],
    [10, 'look at the disk'],
    [1034, 'look at the disk'],
    [11, 'restore a backup'],
    [13, 'free some space'],
    [14, 'permissions'],
    [26, 'not a SQLite database'],
    [1, 'could not be used'],
  ])('result code %i names the path, the remedy and the raw text', (code, remedy) => {
    const { kind, message } = toFailure(sqliteError(code), '/var/a.db');
    expect(kind).toBe('unavailable');
    expect(message).toContain(remedy);
    expect(message).toMatch(/^\/var\/a\.db .*\(raw text\)$/);
  });

  test('keeps what was decided already, and takes anything', () => {
    expect(toFailure(new SqliteFailure('unknown', 'lost'), '/a.db')).toEqual({
      kind: 'unknown',
      message: 'lost',
    });
    expect(toFailure('odd', '/a.db').message).toBe('/a.db could not be used (odd)');
  });
});

test('only a lock, a read-only file and a full disk are certain when COMMIT fails', () => {
  const certain = [5, 8, 13, 10, 1034, 11, 1].map((code) => isCertainAtCommit(sqliteError(code)));
  expect(certain).toEqual([true, true, true, false, false, false, false]);
  expect(isCertainAtCommit(new Error('no code'))).toBe(false);
  expect([isBusy(sqliteError(517)), isBusy(sqliteError(6))]).toEqual([true, false]);
});
