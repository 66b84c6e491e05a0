import { DatabaseSync } from 'node:sqlite';

/** One row of about the size of an audit record, inserted and synced like an acknowledged commit; the floor. */
export function rawSqlite(path: string): { insert(id: string): void; close(): void } {
  const database = new DatabaseSync(path);
  database.exec(`PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL;
    CREATE TABLE row (id TEXT PRIMARY KEY, text TEXT NOT NULL) WITHOUT ROWID, STRICT;`);
  const insert = database.prepare('INSERT INTO row VALUES (?, ?)');
  const text = 'x'.repeat(400);
  return { insert: (id) => void insert.run(id, text), close: () => database.close() };
}
