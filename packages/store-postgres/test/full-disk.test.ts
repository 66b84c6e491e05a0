import { type Store, StoreUnavailableError } from '@tradewarden/core';
import { execFileSync } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { chownSync, mkdtempSync, rmdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { openPostgresStore } from '../src/index.ts';
import { ask } from './ask.ts';
import { agreeingBooks, booking } from './books.ts';
import { testServer } from './test-server.ts';

const run = (command: string, ...words: readonly string[]): void => {
  execFileSync(command, words, { stdio: 'pipe' });
};

/** A small disk in memory; undefined where nobody lets us mount one. */
function mountDisk(): string | undefined {
  if (process.getuid?.() !== 0) return undefined;
  const directory = mkdtempSync(join(tmpdir(), 'tradewarden-disk-'));
  try {
    run('mount', '-t', 'tmpfs', '-o', 'size=24m', 'tmpfs', directory);
    return directory;
  } catch {
    rmdirSync(directory);
    return undefined;
  }
}

const disk = mountDisk();
const without = disk === undefined ? ' (skipped: mounting needs root)' : '';

/** Takes the last free byte. */
function fill(file: string): void {
  try {
    for (;;) writeFileSync(file, Buffer.alloc(4096), { flag: 'a' });
  } catch {
    // Full.
  }
}

/** A booking with so much in it that its page is soon full. */
const large = (key: string) => {
  const { puts = [], ...rest } = booking(key);
  return { ...rest, puts: [...puts, { key: `large/${key}`, value: randomBytes(40_000).toString('base64') }] };
};

async function commitUntilFull(store: Store): Promise<{ readonly written: number; readonly error: unknown }> {
  for (let index = 0; ; index += 1) {
    try {
      await store.commit(large(`record/${index}`));
    } catch (error) {
      return { written: index, error };
    }
  }
}

describe.skipIf(disk === undefined)(`a database on a full disk${without}`, () => {
  const directory = disk ?? '';
  // Unmounted last, so asked for first: the server is stopped before.
  afterAll(() => {
    run('umount', '--lazy', directory);
    rmdirSync(directory);
  });
  const servers = testServer({ own: true });
  let url = '';
  beforeAll(async () => {
    const { server } = servers;
    const [row] = await ask(server.url, 'SHOW data_directory');
    const { uid, gid } = statSync(String(row?.['data_directory']));
    chownSync(directory, uid, gid);
    await ask(server.url, `CREATE TABLESPACE small LOCATION '${directory}'`);
    url = await server.createDatabase();
    await ask(server.url, `ALTER DATABASE "${new URL(url).pathname.slice(1)}" SET TABLESPACE small`);
  });

  test('commits surely fail, nothing is lost, reads go on, and work resumes when there is space', async () => {
    const store = await openPostgresStore({ url });
    await store.commit(booking('record/first'));
    const filler = join(directory, 'filler');
    fill(filler);
    const { written, error } = await commitUntilFull(store);
    expect(error).toBeInstanceOf(StoreUnavailableError);
    expect(String(error)).toMatch(/has no space left on its disk; free some \(/);
    await expect(store.commit(large('record/next'))).rejects.toThrow(/no space left/);
    expect((await agreeingBooks(store)).size).toBe(written + 1);
    rmSync(filler);
    for (let index = written; index < written + 20; index += 1) {
      expect(await store.commit(large(`record/${index}`))).toMatchObject({ ok: true });
    }
    expect((await agreeingBooks(store)).size).toBe(written + 21);
    await store.close();
  });
});
