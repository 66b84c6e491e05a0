import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { currentSchema, readSchema } from '../src/migrations.ts';
import { openSqliteStore } from '../src/open-sqlite-store.ts';
import { temporaryDirectory } from './temporary-directory.ts';

const program = fileURLToPath(new URL('dying-migration.ts', import.meta.url));
const directory = temporaryDirectory();

/** The schema that somebody finds who only looks, and the names of what is there. */
function look(path: string): { readonly schema: number; readonly names: readonly unknown[] } {
  const database = new DatabaseSync(path, { readOnly: true });
  const names = database.prepare('SELECT name FROM sqlite_schema ORDER BY name').all();
  const schema = readSchema(database, path);
  database.close();
  return { schema, names: names.map(({ name }) => name) };
}

test.each([
  ['after', 'BEGIN IMMEDIATE', 0],
  ['after', 'PRAGMA application_id', 0],
  ['before', 'COMMIT', 0],
  ['after', 'COMMIT', currentSchema],
])('CP16: killed %s %s of a migration, and the next start has a store', async (when, sql, schema) => {
  const path = join(directory, `${when} ${sql}.db`);
  const words = ['--conditions=@tradewarden/source', '--no-warnings', program, path, when, sql];
  const { signal, stderr } = spawnSync(process.execPath, words, { encoding: 'utf8' });
  expect(signal, stderr).toBe('SIGKILL');
  const left = look(path);
  expect(left.schema).toBe(schema);
  if (schema === 0) expect(left.names).toEqual([]);
  else expect(left.names).toContain('meta');
  const store = await openSqliteStore({ path });
  expect(await store.commit({ puts: [{ key: 'a', value: 1 }] })).toMatchObject({ ok: true });
  await store.close();
  expect(look(path).schema).toBe(currentSchema);
});
