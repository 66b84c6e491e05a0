import { chmodSync, mkdirSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { temporaryDirectory } from '../test/temporary-directory.ts';
import { assertLocal, prepareStoreFile } from './store-file.ts';

const directory = temporaryDirectory();
const modeOf = (path: string) => (statSync(path).mode & 0o777).toString(8);

describe('prepareStoreFile', () => {
  test('makes the directory for its owner alone, and the file too', () => {
    prepareStoreFile(join(directory, 'new', 'deep', 'store.db'));
    const made = ['new', 'new/deep', 'new/deep/store.db'].map((path) => modeOf(join(directory, path)));
    expect(made).toEqual(['700', '700', '600']);
  });

  test('leaves the mode and the content of what exists alone', () => {
    const path = join(directory, 'shared.db');
    writeFileSync(path, 'content');
    chmodSync(path, 0o640);
    prepareStoreFile(path);
    expect([modeOf(path), statSync(path).size]).toEqual(['640', 7]);
  });

  test('says why a path cannot be written', () => {
    writeFileSync(join(directory, 'file'), '');
    mkdirSync(join(directory, 'folder'));
    expect(() => prepareStoreFile(join(directory, 'file', 'deep', 'store.db'))).toThrow(
      /cannot be opened for writing: ENOTDIR/,
    );
    expect(() => prepareStoreFile('/proc/none/store.db')).toThrow(/cannot be opened for writing/);
    expect(() => prepareStoreFile(join(directory, 'folder'))).toThrow(
      /folder cannot be opened for writing: EISDIR/,
    );
  });
});

describe('assertLocal', () => {
  test('refuses network file systems by name', () => {
    expect(() => assertLocal(0x6969, '/mnt/a.db')).toThrow('/mnt/a.db is on a network file system (NFS)');
    expect(() => assertLocal(0xfe534d42, '/mnt/a.db')).toThrow(/SMB/);
  });

  test('accepts ext4, xfs, btrfs, tmpfs and overlay', () => {
    for (const type of [0xef53, 0x58465342, 0x9123683e, 0x01021994, 0x794c7630]) {
      expect(() => assertLocal(type, '/var/a.db')).not.toThrow();
    }
  });
});
