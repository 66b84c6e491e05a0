import { copyFileSync, readFileSync, truncateSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { describe, expect, test } from 'vitest';
import { temporaryDirectory } from '../test/temporary-directory.ts';
import { workerSettings } from '../test/worker-settings.ts';
import { openSqliteStore } from './index.ts';
import { LockWait } from './lock-wait.ts';
import { openDatabase } from './open-database.ts';
import { toFailure } from './sqlite-failure.ts';
import type { WorkerSettings } from './worker-protocol.ts';

const directory = temporaryDirectory();
const day = 24 * 3_600_000;
const start = Date.UTC(2026, 0, 1);
const damaged = /damaged.*restore a backup/;

/** A store of 2,000 log entries, at rest, and checked at `start`. */
async function filled(name: string): Promise<string> {
  const path = join(directory, name);
  const store = await openSqliteStore({ path });
  for (let batch = 0; batch < 40; batch += 1) {
    const appends = Array.from({ length: 50 }, () => ({ log: 'l', value: 'x'.repeat(200) }));
    await store.commit({
      checks: [{ key: `k/${batch}`, version: 0 }],
      puts: [{ key: `k/${batch}`, value: 1 }],
      appends,
    });
  }
  await store.close();
  openFailure(path);
  return path;
}

/** Ruins the content of one page in the middle of the log, which no ends of tables touch. */
function ruinMiddle(path: string): void {
  const content = readFileSync(path);
  const page = Math.floor(content.length / 4096 / 2) * 4096;
  content.fill(0x5a, page, page + 4096);
  writeFileSync(path, content);
}

/** What opening reports, if anything. */
function openFailure(path: string, changed: Partial<WorkerSettings> = {}): string | undefined {
  try {
    openDatabase(workerSettings(path, changed), new LockWait(path, 100)).close();
    return undefined;
  } catch (error) {
    return toFailure(error, path).message;
  }
}

describe('damage', () => {
  test('a file that was cut is refused at every open', async () => {
    const path = await filled('cut.db');
    truncateSync(path, Math.floor(readFileSync(path).length / 2 / 4096) * 4096);
    expect(openFailure(path)).toMatch(damaged);
    expect(openFailure(path, { readOnly: true })).toMatch(damaged);
  });

  test('a ruined page is found at open after a week, on a clock set back, and on request', async () => {
    const path = await filled('page.db');
    ruinMiddle(path);
    expect(openFailure(path)).toBeUndefined();
    expect(openFailure(path, { openedAt: start + 7 * day - 1 })).toBeUndefined();
    expect(openFailure(path, { openedAt: start + 7 * day })).toMatch(damaged);
    expect(openFailure(path, { openedAt: start - 1 })).toMatch(damaged);
    expect(openFailure(path, { integrityCheck: 'always' })).toMatch(damaged);
    expect(openFailure(path, { integrityCheck: 'always', readOnly: true })).toMatch(damaged);
  });

  test('a ruined page is found in a copy of the file, and after the machine has started anew', async () => {
    const path = await filled('copied.db');
    ruinMiddle(path);
    copyFileSync(path, `${path}-copy`);
    expect(openFailure(`${path}-copy`)).toMatch(damaged);
    const database = new DatabaseSync(path);
    const checked = String(database.prepare("SELECT v FROM meta WHERE k = 'checked'").get()?.['v']);
    const before = JSON.stringify({ ...(JSON.parse(checked) as object), boot: 'another' });
    database.prepare("UPDATE meta SET v = ? WHERE k = 'checked'").run(before);
    database.close();
    expect(openFailure(path)).toMatch(damaged);
  });

  test('a check that passed is not made again, one that failed is', async () => {
    const path = await filled('passed.db');
    expect(openFailure(path, { openedAt: start + 8 * day })).toBeUndefined();
    ruinMiddle(path);
    expect(openFailure(path, { openedAt: start + 9 * day })).toBeUndefined();
    expect(openFailure(path, { openedAt: start + 16 * day })).toMatch(damaged);
    expect(openFailure(path, { openedAt: start + 16 * day })).toMatch(damaged);
  });

  test('met while reading, it ends all writing, and the next open looks at the whole file', async () => {
    const path = await filled('met.db');
    await (await openSqliteStore({ path, integrityCheck: 'always' })).close();
    ruinMiddle(path);
    const store = await openSqliteStore({ path });
    const put = { puts: [{ key: 'a', value: 1 }] };
    expect((await store.commit(put)).ok).toBe(true);
    await expect(store.read('l', { after: 0, limit: 5000 })).rejects.toThrow(damaged);
    await expect(store.commit(put)).rejects.toThrow(damaged);
    expect(await store.get(['k/1'])).toMatchObject([{ value: 1 }]);
    await store.close();
    await expect(openSqliteStore({ path })).rejects.toThrow(damaged);
  });
});
