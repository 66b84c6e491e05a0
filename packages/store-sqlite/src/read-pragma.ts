import type { DatabaseSync, SQLOutputValue } from 'node:sqlite';

/** The value that a pragma answers with, whether it was set or only asked for. */
export function readPragma(database: DatabaseSync, pragma: string): SQLOutputValue | undefined {
  const row = database.prepare(`PRAGMA ${pragma}`).get();
  return row === undefined ? undefined : Object.values(row)[0];
}
