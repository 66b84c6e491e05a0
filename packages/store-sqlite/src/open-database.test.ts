import { copyFileSync, readdirSync, readFileSync, truncateSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { describe, expect, test } from 'vitest';
import { temporaryDirectory } from '../test/temporary-directory.ts';
import { workerSettings } from '../test/worker-settings.ts';
import { LockWait } from './lock-wait.ts';
import { currentSchema, readSchema } from './migrations.ts';
import { assertEngine, openDatabase } from './open-database.ts';
import { readPragma } from './read-pragma.ts';
import { toFailure } from './sqlite-failure.ts';

const directory = temporaryDirectory();

function open(name: string, synchronous: 'full' | 'normal' = 'full', lockWaitMs = 100): DatabaseSync {
  const path = join(directory, name);
  return openDatabase(workerSettings(path, { synchronous, lockWaitMs }), new LockWait(path, lockWaitMs));
}

const idOf = (database: DatabaseSync) =>
  database.prepare("SELECT v FROM meta WHERE k = 'storeId'").get()?.['v'];

/** What is reported when the file cannot be opened. */
function failureOf(name: string, lockWaitMs?: number): unknown {
  try {
    open(name, 'full', lockWaitMs).close();
    return undefined;
  } catch (error) {
    return toFailure(error, join(directory, name));
  }
}

describe('openDatabase', () => {
  test('sets what durability and safety rest on', () => {
    const database = open('settings.db');
    const settings = [
      'journal_mode',
      'synchronous',
      'fullfsync',
      'trusted_schema',
      'cell_size_check',
      'mmap_size',
    ];
    expect(settings.map((name) => readPragma(database, name))).toEqual(['wal', 2, 1, 0, 1, 0]);
    expect(readPragma(database, 'busy_timeout')).toBe(0);
    expect(readPragma(open('normal.db', 'normal'), 'synchronous')).toBe(1);
  });

  test('writes the current schema and an id of its own, once', () => {
    const first = open('schema.db');
    const id = idOf(first);
    expect(id).toMatch(/^[0-9a-f-]{36}$/);
    first.close();
    const second = open('schema.db');
    expect(readSchema(second, 'schema.db')).toBe(currentSchema);
    expect(idOf(second)).toBe(id);
    second.close();
  });

  test('refuses a newer schema and changes nothing', () => {
    const database = open('newer.db');
    database.exec(`UPDATE meta SET v = '${currentSchema + 1}' WHERE k = 'schema'`);
    database.close();
    const before = readFileSync(join(directory, 'newer.db'));
    expect(failureOf('newer.db')).toMatchObject({
      kind: 'schema',
      message: expect.stringMatching(/has schema 2.*knows 1.*upgrade/) as string,
    });
    expect(readFileSync(join(directory, 'newer.db')).equals(before)).toBe(true);
  });

  test('refuses a newer schema in the journal of a program that died, and leaves the journal there', () => {
    const writer = open('hot.db');
    const path = join(directory, 'killed.db');
    writer.exec(`UPDATE meta SET v = '${currentSchema + 1}' WHERE k = 'schema'`);
    for (const suffix of ['', '-wal']) copyFileSync(join(directory, `hot.db${suffix}`), path + suffix);
    writer.close();
    const content = (): readonly string[] =>
      ['', '-wal'].map((suffix) => readFileSync(path + suffix).toString('base64'));
    const before = content();
    expect(failureOf('killed.db')).toMatchObject({ kind: 'schema' });
    expect(content()).toEqual(before);
  });

  test('opened for reading it writes nothing, not even beside the file', () => {
    open('resting.db').close();
    const path = join(directory, 'resting.db');
    const before = [readFileSync(path).toString('base64'), readdirSync(directory)];
    const database = openDatabase(workerSettings(path, { readOnly: true }), new LockWait(path, 100));
    expect(readSchema(database, path)).toBe(currentSchema);
    expect(() => database.exec("INSERT INTO ctr VALUES ('a', 1)")).toThrow(/readonly/);
    database.close();
    expect([readFileSync(path).toString('base64'), readdirSync(directory)]).toEqual(before);
  });

  test('refuses the database of another program and changes nothing', () => {
    const other = new DatabaseSync(join(directory, 'other.db'));
    other.exec('CREATE TABLE meta (k TEXT, v TEXT)');
    other.close();
    const before = readFileSync(join(directory, 'other.db'));
    expect(failureOf('other.db')).toMatchObject({
      kind: 'unavailable',
      message: expect.stringMatching(/database of another program/) as string,
    });
    expect(readFileSync(join(directory, 'other.db')).equals(before)).toBe(true);
  });

  test('refuses what is no database', () => {
    writeFileSync(join(directory, 'text.db'), 'not a database, but long enough to look at '.repeat(50));
    expect(failureOf('text.db')).toMatchObject({
      kind: 'unavailable',
      message: expect.stringMatching(/is not a SQLite database/) as string,
    });
  });

  test('refuses a damaged file', () => {
    const database = open('damaged.db');
    const insert = database.prepare('INSERT INTO log VALUES (?, ?, ?)');
    for (let sequence = 1; sequence <= 500; sequence += 1) insert.run('l', sequence, 'x'.repeat(200));
    database.close();
    const path = join(directory, 'damaged.db');
    truncateSync(path, Math.floor(readFileSync(path).length / 2 / 4096) * 4096);
    expect(failureOf('damaged.db')).toMatchObject({
      kind: 'unavailable',
      message: expect.stringMatching(/damaged.*restore a backup/) as string,
    });
  });

  test('waits for another process at every step, and says when that takes too long', () => {
    open('locked.db').close();
    const holder = new DatabaseSync(join(directory, 'locked.db'));
    holder.exec('PRAGMA locking_mode = EXCLUSIVE; BEGIN EXCLUSIVE');
    expect(failureOf('locked.db', 30)).toMatchObject({
      kind: 'unavailable',
      message: expect.stringMatching(/locked by another process/) as string,
    });
    holder.close();
    expect(failureOf('locked.db')).toBeUndefined();
  });
});

describe('assertEngine', () => {
  test.each(['3.51.3', '3.51.4', '3.52.0', '3.60.1', '4.0.0'])('accepts SQLite %s', (version) => {
    expect(() => assertEngine(version)).not.toThrow();
  });

  test.each(['3.51.2', '3.50.9', '3.9.0', '2.99.99'])('refuses SQLite %s', (version) => {
    expect(() => assertEngine(version)).toThrow(/can lose commits; use a Node/);
  });
});
