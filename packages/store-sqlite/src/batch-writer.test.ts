import type { DriverCommit } from '@tradewarden/core';
import { join } from 'node:path';
import { constants, type DatabaseSync } from 'node:sqlite';
import { describe, expect, test } from 'vitest';
import { temporaryDirectory } from '../test/temporary-directory.ts';
import { workerSettings } from '../test/worker-settings.ts';
import { BatchWriter } from './batch-writer.ts';
import { LockWait } from './lock-wait.ts';
import { openDatabase } from './open-database.ts';
import { Reader } from './reader.ts';
import { type SqliteFailure, toFailure } from './sqlite-failure.ts';

const directory = temporaryDirectory();

interface Opened {
  readonly path: string;
  readonly database: DatabaseSync;
  readonly writer: BatchWriter;
  readonly reader: Reader;
}

function open(name: string, lockWaitMs = 20): Opened {
  const path = join(directory, name);
  const wait = new LockWait(path, lockWaitMs);
  const database = openDatabase(workerSettings(path, { lockWaitMs }), wait);
  return { path, database, writer: new BatchWriter(database, wait), reader: new Reader(database, wait) };
}

const write = (index: number, text = '1'): DriverCommit => ({
  checks: [{ key: `k/${index}`, version: 0 }],
  adds: [{ counter: 'n', delta: 1 }],
  puts: [{ key: `k/${index}`, value: text }],
  deletes: [],
  appends: [{ log: 'l', value: text }],
});

const failureOf = (
  { path }: Opened,
  call: () => unknown,
): Pick<SqliteFailure, 'kind' | 'message'> | undefined => {
  try {
    call();
    return undefined;
  } catch (error) {
    return toFailure(error, path);
  }
};

describe('BatchWriter', () => {
  test('a full disk undoes the whole batch, says so, and work resumes when there is space', () => {
    const opened = open('full.db');
    const { database, writer, reader } = opened;
    writer.write([write(1)], 0);
    database.exec('PRAGMA max_page_count = 12');
    const batch = [write(2), write(3, 'x'.repeat(100_000))];
    expect(failureOf(opened, () => writer.write(batch, 0))).toEqual({
      kind: 'unavailable',
      message: expect.stringMatching(/full\.db could not grow: the disk is full; free some space/) as string,
    });
    expect(reader.counters(['n'])).toEqual([1]);
    expect(reader.head('l')).toEqual({ first: 1, last: 1 });
    expect(reader.get(['k/2'], 0)).toEqual([null]);
    database.exec('PRAGMA max_page_count = 1000');
    expect(writer.write(batch, 0).map(({ ok }) => ok)).toEqual([true, true]);
    expect(reader.head('l')).toEqual({ first: 1, last: 3 });
  });

  test('a read-only file is surely not written, and says what to do', () => {
    const opened = open('read-only.db');
    opened.database.exec('PRAGMA query_only = ON');
    const failure = failureOf(opened, () => opened.writer.write([write(1)], 0));
    expect(failure).toMatchObject({
      kind: 'unavailable',
      message: expect.stringMatching(/is read-only; give this user write permission/) as string,
    });
  });

  test('a COMMIT that fails is unknown', () => {
    const opened = open('commit.db');
    opened.database.setAuthorizer((action, operation) =>
      action === constants.SQLITE_TRANSACTION && operation === 'COMMIT'
        ? constants.SQLITE_DENY
        : constants.SQLITE_OK,
    );
    const failure = failureOf(opened, () => opened.writer.write([write(1)], 0));
    expect(failure).toMatchObject({
      kind: 'unknown',
      message: expect.stringMatching(/COMMIT failed/) as string,
    });
    opened.database.setAuthorizer(null);
    expect(opened.writer.write([write(1)], 0)).toMatchObject([{ ok: true, sequences: [1] }]);
  });

  test('waits for the lock of another writer, then gives up for certain; readers are not disturbed', () => {
    const holder = open('lock.db');
    const opened = open('lock.db', 30);
    holder.database.exec('BEGIN IMMEDIATE');
    const failure = failureOf(opened, () => opened.writer.write([write(1)], 0));
    expect(failure).toMatchObject({
      kind: 'unavailable',
      message: expect.stringMatching(/was locked by another process for 30 ms/) as string,
    });
    expect(opened.reader.counters(['n'])).toEqual([0]);
    holder.database.exec('ROLLBACK');
    expect(opened.writer.write([write(1)], 0)).toMatchObject([{ ok: true }]);
  });

  test('a batch of refusals changes no version', () => {
    const { writer, reader } = open('refused.db');
    const [first] = writer.write([write(1)], 0);
    expect(writer.write([write(1), write(1)], 0).map(({ ok }) => ok)).toEqual([false, false]);
    expect(writer.write([write(2)], 0)).toEqual([
      { ok: true, version: (first?.ok ? first.version : 0) + 1, sequences: [2] },
    ]);
    expect(reader.counters(['n'])).toEqual([2]);
  });

  test('removes expired keys from the file, a few at a time', () => {
    const { database, writer } = open('expired.db');
    const puts = Array.from({ length: 150 }, (_, index) => ({ key: `e/${index}`, value: '1', ttlMs: 5 }));
    writer.write([{ ...write(1), puts }], 0);
    const kept = () => database.prepare('SELECT count(*) AS rows FROM kv').get()?.['rows'];
    writer.write([write(2)], 5);
    expect(kept()).toBe(151);
    writer.write([write(3), write(4)], 5);
    expect(kept()).toBe(53);
    writer.write([write(5)], 25);
    expect(kept()).toBe(4);
  });
});
