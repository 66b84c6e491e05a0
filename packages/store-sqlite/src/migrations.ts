import { randomUUID } from 'node:crypto';
import type { DatabaseSync } from 'node:sqlite';
import type { LockWait } from './lock-wait.ts';
import { readPragma } from './read-pragma.ts';
import { SqliteFailure } from './sqlite-failure.ts';
import { inTransaction } from './transaction.ts';

/** "TWST" in the header of the file: this database belongs to a store of Tradewarden. */
const applicationId = 0x54575354;

/**
 * Step n leads from schema n to n + 1; a released step never changes.
 *
 * kv: key, text, version, epoch milliseconds of expiry. ctr: counter, value. log: name, sequence, text.
 * head: log, last and first sequence; and, under a name that no log can have, the version that was given last: it
 * changes with every commit, as heads do, so it shares their page. meta: schema, storeId, the check that passed.
 */
const steps: readonly string[] = [
  `PRAGMA application_id = ${applicationId};
   CREATE TABLE kv (k TEXT PRIMARY KEY, v TEXT NOT NULL, ver INTEGER NOT NULL, exp INTEGER) WITHOUT ROWID, STRICT;
   CREATE INDEX kv_exp ON kv (exp) WHERE exp IS NOT NULL;
   CREATE TABLE ctr (k TEXT PRIMARY KEY, n INTEGER NOT NULL) WITHOUT ROWID, STRICT;
   CREATE TABLE log (name TEXT NOT NULL, seq INTEGER NOT NULL, v TEXT NOT NULL, PRIMARY KEY (name, seq)) WITHOUT ROWID, STRICT;
   CREATE TABLE head (name TEXT PRIMARY KEY, seq INTEGER NOT NULL, first INTEGER NOT NULL DEFAULT 1) WITHOUT ROWID, STRICT;
   CREATE TABLE meta (k TEXT PRIMARY KEY, v TEXT NOT NULL) WITHOUT ROWID, STRICT;
   INSERT INTO meta VALUES ('schema', '0');
   INSERT INTO head VALUES (' version', 0, 0);`,
];

/** The schema that this program writes. */
export const currentSchema: number = steps.length;

/**
 * The schema of the file, 0 for a new one. Reads only.
 * @throws {SqliteFailure} schema, for a newer one; unavailable, for the database of another program.
 */
export function readSchema(database: DatabaseSync, path: string): number {
  const owner = readPragma(database, 'application_id');
  if (owner !== applicationId) {
    if (database.prepare('SELECT 1 FROM sqlite_schema LIMIT 1').get() === undefined && owner === 0) return 0;
    throw new SqliteFailure('unavailable', `${path} is the database of another program; choose another path`);
  }
  const row = database.prepare("SELECT v FROM meta WHERE k = 'schema'").get();
  const schema = Number(row?.['v']);
  if (schema <= currentSchema) return schema;
  throw new SqliteFailure(
    'schema',
    `${path} has schema ${schema}, and this program knows ${currentSchema}; upgrade the program, nothing was changed`,
  );
}

/** Brings the file to the current schema, each step in one transaction; waits while another process does. */
export function migrate(database: DatabaseSync, path: string, wait: LockWait): void {
  while (readSchema(database, path) < currentSchema) {
    inTransaction(database, wait, () => {
      const schema = readSchema(database, path);
      const step = steps[schema];
      if (step === undefined) return;
      database.exec(step);
      if (schema === 0) database.prepare("INSERT INTO meta VALUES ('storeId', ?)").run(randomUUID());
      database.prepare("UPDATE meta SET v = ? WHERE k = 'schema'").run(String(schema + 1));
    });
  }
}
