import type { Store } from '@tradewarden/core';
import { spawnSync } from 'node:child_process';
import { copyFileSync, existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { beforeAll, expect, test } from 'vitest';
import { openSqliteStore, replaceDatabase } from '../src/index.ts';
import { temporaryDirectory } from './temporary-directory.ts';

const directory = temporaryDirectory();
const script = fileURLToPath(new URL('replacer.ts', import.meta.url));
const template = (name: string): string => join(directory, `template-${name}`);
const bytes = (file: string): string => readFileSync(file).toString('base64');

/** A store with a journal that its process left, as it died; and the one to take its place. */
beforeAll(async () => {
  const fill = async (store: Store, from: number): Promise<void> => {
    for (let index = from; index < from + 150; index += 1) {
      const appends = [{ log: 'l', value: 'x'.repeat(1000) }];
      const checks = [{ key: `k/${index}`, version: 0 }];
      await store.commit({ checks, puts: [{ key: `k/${index}`, value: 1 }], appends });
    }
  };
  const first = await openSqliteStore({ path: template('old') });
  await fill(first, 0);
  // Closing moves its journal into the file, where a page can be ruined that the next journal does not hold.
  await first.close();
  const store = await openSqliteStore({ path: template('old') });
  await fill(store, 150);
  for (const suffix of ['', '-wal']) copyFileSync(template('old') + suffix, template('whole') + suffix);
  await store.close();
  const content = readFileSync(template('whole'));
  const middle = Math.floor(content.length / 4096 / 2) * 4096;
  content.fill(0x5a, middle, middle + 4096);
  writeFileSync(template('damaged'), content);
  copyFileSync(template('whole-wal'), template('damaged-wal'));
  const fresh = await openSqliteStore({ path: template('new') });
  await fresh.commit({ puts: [{ key: 'new', value: 1 }] });
  await fresh.close();
}, 60_000);

interface Place {
  readonly path: string;
  readonly kept: string;
  readonly staged: string;
}

function prepared(name: string, kind: string): Place {
  const folder = join(directory, name);
  mkdirSync(folder);
  const path = join(folder, 'store.db');
  for (const suffix of ['', '-wal']) copyFileSync(template(kind) + suffix, path + suffix);
  copyFileSync(template('new'), `${path}.staged`);
  return { path, kept: `${path}.kept`, staged: `${path}.staged` };
}

/** Replaces in a process that dies before call number `at`; whether it came to its end. */
function replacedUntil({ path, staged, kept }: Place, at: number): boolean {
  const words = ['--conditions=@tradewarden/source', script, path, staged, kept, String(at)];
  const { status, signal, stderr } = spawnSync(process.execPath, words, { encoding: 'utf8' });
  expect([status, signal], stderr).toEqual(status === 0 ? [0, null] : [null, 'SIGKILL']);
  return status === 0;
}

/** What stands at the path: nothing else than these three may ever be found. */
async function found({ path }: Place, kind: string): Promise<'old' | 'new' | 'closed'> {
  if (existsSync(`${path}-replacing`)) {
    for (const readOnly of [true, false])
      await expect(openSqliteStore({ path, readOnly })).rejects.toThrow(
        /being replaced, or that was interrupted/,
      );
    return 'closed';
  }
  if (bytes(path) === bytes(template('new'))) {
    expect([existsSync(`${path}-wal`), existsSync(`${path}-shm`)]).toEqual([false, false]);
    return 'new';
  }
  // A whole store may have been settled meanwhile: the same content, in one file.
  if (kind === 'damaged' || existsSync(`${path}-wal`))
    for (const suffix of ['', '-wal']) expect(bytes(path + suffix)).toBe(bytes(template(kind) + suffix));
  return 'old';
}

async function lengthOf(path: string): Promise<unknown> {
  const store = await openSqliteStore({ path, integrityCheck: 'always' });
  const { last } = await store.head('l');
  const [entry] = await store.get(['new']);
  await store.close();
  return { last, isNew: entry !== null };
}

test.each(['whole', 'damaged'])(
  'killed before any of its calls, replacing a %s database leaves the old one, the new one, or one that nobody opens',
  async (kind) => {
    const seen = new Set<string>();
    for (let at = 1; ; at += 1) {
      const place = prepared(`${kind}-${at}`, kind);
      const isDone = replacedUntil(place, at);
      const state = await found(place, kind);
      seen.add(state);
      if (state !== 'new') {
        copyFileSync(template('new'), place.staged);
        expect(await replaceDatabase({ ...place, kept: `${place.path}.kept-later` })).toContain('.kept');
      }
      const kept = readdirSync(join(place.path, '..')).filter((file) => /\.kept(-later)?$/.test(file));
      expect(kept).toHaveLength(1);
      const former = join(place.path, '..', kept[0] ?? '');
      if (kind === 'whole') expect(await lengthOf(former)).toEqual({ last: 300, isNew: false });
      else
        for (const suffix of ['', '-wal'])
          expect(bytes(former + suffix)).toBe(bytes(template('damaged') + suffix));
      expect(await lengthOf(place.path)).toEqual({ last: 0, isNew: true });
      if (isDone) break;
      expect(at).toBeLessThan(60);
    }
    expect([...seen].toSorted()).toEqual(['closed', 'new', 'old']);
  },
  600_000,
);
