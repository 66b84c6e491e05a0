import { cpSync, mkdirSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { describe, expect, test } from 'vitest';
import { temporaryDirectory } from '../test/temporary-directory.ts';
import { FilesInPlace } from './files-in-place.ts';

const directory = temporaryDirectory();

/** Files of a store in a directory of their own, looked at until only a change there makes the next look thorough. */
async function settled(name: string): Promise<{ readonly path: string; readonly files: FilesInPlace }> {
  mkdirSync(join(directory, name));
  const path = join(directory, name, 'store.db');
  for (const suffix of ['', '-wal', '-shm']) writeFileSync(path + suffix, suffix);
  const files = new FilesInPlace(path);
  files.assert();
  await wait(2100);
  files.assert();
  files.assert();
  return { path, files };
}

describe.concurrent('FilesInPlace, long after anything changed', () => {
  test.each(['', '-wal', '-shm'])('sees that %s is moved, and that it is back', async (suffix) => {
    const { path, files } = await settled(`moved${suffix}`);
    renameSync(path + suffix, `${path}-away`);
    for (let call = 1; call <= 3; call += 1) {
      expect(() => files.assert()).toThrow(`${path}${suffix} is gone`);
    }
    renameSync(`${path}-away`, path + suffix);
    files.assert();
  });

  test.each(['', '-wal', '-shm'])('sees that %s is replaced, however late it is asked', async (suffix) => {
    const { path, files } = await settled(`replaced${suffix}`);
    cpSync(path + suffix, `${path}-copy`);
    renameSync(`${path}-copy`, path + suffix);
    await wait(2100);
    expect(() => files.assert()).toThrow(`${path}${suffix} was replaced by another file`);
    await wait(2100);
    expect(() => files.assert()).toThrow(`${path}${suffix} was replaced by another file`);
  });

  test('sees that the directory is replaced by a copy that has the same names', async () => {
    const { path, files } = await settled('directory');
    renameSync(join(directory, 'directory'), join(directory, 'away'));
    cpSync(join(directory, 'away'), join(directory, 'directory'), { recursive: true });
    expect(() => files.assert()).toThrow(`${path} was replaced by another file`);
  });

  test('goes on while other files come and go beside it', async () => {
    const { path, files } = await settled('busy');
    for (let index = 0; index < 50; index += 1) {
      writeFileSync(`${path}.other`, '');
      files.assert();
      rmSync(`${path}.other`);
      files.assert();
    }
    rmSync(`${path}-wal`);
    expect(() => files.assert()).toThrow('is gone');
  });
});
