import fs, { existsSync, readdirSync, rmSync } from 'node:fs';
import { syncBuiltinESMExports } from 'node:module';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { temporaryDirectory } from '../test/temporary-directory.ts';
import { ReplaceMark } from './replace-mark.ts';

const directory = temporaryDirectory();

test('one that is taken away while somebody else sets it leaves none behind', () => {
  const path = join(directory, 'gone.db');
  const look = fs.statSync;
  const change = (statSync: unknown): void => {
    Reflect.set(fs, 'statSync', statSync);
    syncBuiltinESMExports();
  };
  change((file: string) => {
    change(look);
    const found = look(file);
    rmSync(file);
    return found;
  });
  expect(() => ReplaceMark.set(path, `${path}.kept`)).toThrow('is being replaced by another process');
  expect(fs.statSync).toBe(look);
  expect(existsSync(`${path}-replacing`)).toBe(false);
});

test('it stays with the name that the first one said, also when that has been taken since', () => {
  const path = join(directory, 'left.db');
  ReplaceMark.set(path, `${path}.first`).leave();
  fs.writeFileSync(`${path}.first`, '');
  const mark = ReplaceMark.set(path, `${path}.second`);
  expect(mark.kept).toBe(`${path}.first`);
  mark.remove();
  expect(readdirSync(directory).filter((name) => name.startsWith('left.db-'))).toEqual([]);
});
