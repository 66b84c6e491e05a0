import { StoreUnavailableError } from '@tradewarden/core';
import { existsSync, mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { setImmediate as nextTurn } from 'node:timers/promises';
import { describe, expect, test } from 'vitest';
import { temporaryDirectory } from '../test/temporary-directory.ts';
import { watchingWorkers } from '../test/watching-workers.ts';
import { openSqliteStore } from './open-sqlite-store.ts';

const directory = temporaryDirectory();
const record = (index: number) => ({
  checks: [{ key: `k/${index}`, version: 0 }],
  adds: [{ counter: 'n', delta: 1 }],
  puts: [{ key: `k/${index}`, value: 'x'.repeat(300) }],
  appends: [{ log: 'l', value: index }],
});
const folder = (name: string): string => {
  mkdirSync(join(directory, name));
  return join(directory, name);
};

describe('backup', () => {
  test('copies one moment while commits go on, for its owner alone, and leaves nothing beside it', async () => {
    const path = join(directory, 'busy.db');
    const store = await openSqliteStore({ path });
    let written = 0;
    for (; written < 3000; written += 100) {
      await Promise.all(
        Array.from({ length: 100 }, async (_, index) => store.commit(record(written + index))),
      );
    }
    const target = join(folder('copies'), 'copy.db');
    const done = new AbortController();
    const before = written;
    const copying = store.backup(target).finally(() => done.abort());
    while (!done.signal.aborted) await store.commit(record(written++));
    await copying;
    expect(written - before).toBeGreaterThan(5);
    expect(readdirSync(join(directory, 'copies'))).toEqual(['copy.db']);
    expect(statSync(target).mode & 0o777).toBe(0o600);
    const copy = await openSqliteStore({ path: target, readOnly: true, integrityCheck: 'always' });
    const [count = 0] = await copy.counters(['n']);
    expect(count).toBeGreaterThanOrEqual(before);
    expect(count).toBeLessThanOrEqual(written);
    expect(await copy.head('l')).toEqual({ first: 1, last: count });
    expect(await copy.get([`k/${count - 1}`, `k/${count}`])).toMatchObject([{ version: count }, null]);
    await expect(copy.commit(record(-1))).rejects.toThrow(/copy\.db was opened for reading only/);
    await expect(copy.commit(record(-1))).rejects.toThrow(StoreUnavailableError);
    await copy.close();
    await store.close();
  });

  test('a copy of a copy, made from a store opened for reading, is the same store', async () => {
    const path = join(directory, 'first.db');
    const store = await openSqliteStore({ path });
    await store.commit(record(1));
    await store.backup(join(directory, 'second.db'));
    await store.close();
    const second = await openSqliteStore({ path: join(directory, 'second.db'), readOnly: true });
    await second.backup(join(directory, 'third.db'));
    await second.close();
    const third = await openSqliteStore({ path: join(directory, 'third.db') });
    expect(await third.get(['k/1'])).toMatchObject([{ version: 1 }]);
    expect((await third.commit(record(2))).ok).toBe(true);
    expect((await third.head('l')).last).toBe(2);
    await third.close();
  });

  test('replaces nothing', async () => {
    const store = await openSqliteStore({ path: join(directory, 'kept.db') });
    const there = join(directory, 'there.txt');
    writeFileSync(there, 'mine');
    await expect(store.backup(there)).rejects.toThrow(/there\.txt exists already; name a new file/);
    await expect(store.backup(there)).rejects.toThrow(StoreUnavailableError);
    await expect(store.backup(join(directory, 'kept.db'))).rejects.toThrow(/exists already/);
    expect(readFileSync(there, 'utf8')).toBe('mine');
    await store.close();
  });

  test('two at once to one name: one copy, one refusal', async () => {
    const store = await openSqliteStore({ path: join(directory, 'twice.db') });
    await store.commit(record(1));
    const target = join(folder('race'), 'copy.db');
    const outcomes = await Promise.allSettled([store.backup(target), store.backup(target)]);
    expect(outcomes.map(({ status }) => status).toSorted()).toEqual(['fulfilled', 'rejected']);
    expect(readdirSync(join(directory, 'race'))).toEqual(['copy.db']);
    await store.close();
  });

  test('says where it could not write, and leaves nothing', async () => {
    const store = await openSqliteStore({ path: join(directory, 'source.db') });
    const target = join(directory, 'none', 'copy.db');
    await expect(store.backup(target)).rejects.toThrow(/none\/copy\.db could not be used \(ENOENT/);
    expect(existsSync(join(directory, 'none'))).toBe(false);
    await store.close();
  });

  test('a damaged source gives no copy', async () => {
    const path = join(directory, 'ruined.db');
    const store = await openSqliteStore({ path });
    for (let index = 0; index < 300; index += 1) await store.commit(record(index));
    await store.close();
    // Checked now, so that the next open does not look at every page.
    await (await openSqliteStore({ path })).close();
    const content = readFileSync(path);
    const page = Math.floor(content.length / 8192) * 4096;
    writeFileSync(path, content.fill(0x5a, page, page + 4096));
    const ruined = await openSqliteStore({ path });
    const target = join(folder('of-ruined'), 'copy.db');
    await expect(ruined.backup(target)).rejects.toThrow(/ruined\.db is damaged; stop all writers/);
    expect(readdirSync(join(directory, 'of-ruined'))).toEqual([]);
    await ruined.close();
  });

  test('a thread that is stopped while copying ends in an error, and the store works on', async () => {
    const {
      opened: store,
      workers,
      stop,
    } = await watchingWorkers(async () => openSqliteStore({ path: join(directory, 'stopped.db') }));
    const target = join(folder('of-stopped'), 'copy.db');
    const copying = Promise.allSettled([store.backup(target)]);
    await nextTurn();
    expect(workers).toHaveLength(2);
    await workers.at(-1)?.terminate();
    expect((await copying)[0]).toMatchObject({
      status: 'rejected',
      reason: { message: expect.stringMatching(/the thread that copied.*was stopped/) as string },
    });
    expect(readdirSync(join(directory, 'of-stopped'))).not.toContain('copy.db');
    expect((await store.commit(record(1))).ok).toBe(true);
    await store.close();
    stop();
  });
});

test('a long log is trimmed in steps between which commits pass, and the file can be read at any moment', async () => {
  const path = join(directory, 'long.db');
  const store = await openSqliteStore({ path });
  await store.commit(record(0));
  const raw = new DatabaseSync(path);
  raw.exec(`BEGIN IMMEDIATE;
    INSERT INTO log WITH RECURSIVE n(i) AS (SELECT 2 UNION ALL SELECT i + 1 FROM n WHERE i < 20001) SELECT 'l', i, i FROM n;
    UPDATE head SET seq = 20001 WHERE name = 'l'; COMMIT`);
  raw.close();
  const seen = new Set<number>();
  const done = new AbortController();
  const trimming = store.trim('l', 15_000).finally(() => done.abort());
  for (let index = 1; !done.signal.aborted; index += 1) {
    await store.commit(record(index));
    const { first } = await store.head('l');
    const [entry] = await store.read('l', { after: 0, limit: 1 });
    expect(entry?.sequence).toBeGreaterThanOrEqual(first);
    seen.add(first);
  }
  await trimming;
  expect(seen.size).toBeGreaterThan(2);
  expect((await store.head('l')).first).toBe(15_001);
  await store.close();
});
