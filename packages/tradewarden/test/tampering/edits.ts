import { createHash } from 'node:crypto';
import { copyFileSync } from 'node:fs';
import { DatabaseSync } from 'node:sqlite';
import { openSqliteStore } from '@tradewarden/store-sqlite';
import { checkpoints, leaves, log, newPath, textAt, write } from './sealed-database.ts';

export type Edit = (database: DatabaseSync) => void;

export const leafOf = (sequence: number, text: string): Buffer =>
  createHash('sha256').update(`\0${sequence} ${text}`).digest();

/** Checkpoints 1: 1–99, 2: 100 (the record of the key), 3: 101–200, … 7: 501–600. */
const blockOf = (sequence: number): { readonly entry: number; readonly from: number } => {
  if (sequence < 100) return { entry: 1, from: 1 };
  if (sequence === 100) return { entry: 2, from: 100 };
  return { entry: Math.ceil(sequence / 100) + 1, from: Math.ceil(sequence / 100) * 100 - 99 };
};

export function rewriteLeaf(database: DatabaseSync, sequence: number): void {
  const { entry, from } = blockOf(sequence);
  const block = JSON.parse(textAt(database, leaves, entry)) as { hashes: string };
  const hashes = Buffer.from(block.hashes, 'base64');
  leafOf(sequence, textAt(database, log, sequence)).copy(hashes, 32 * (sequence - from));
  write(database, leaves, entry, JSON.stringify({ from, hashes: hashes.toString('base64') }));
}

export const changeRecord = (database: DatabaseSync, sequence: number): void =>
  write(database, log, sequence, textAt(database, log, sequence).replace('0.0118', '0.0119'));

export const renumber = (database: DatabaseSync, after: number): void =>
  void database.prepare('UPDATE log SET seq = seq - 1 WHERE name = ? AND seq > ?').run(log, after);
export const remove = (database: DatabaseSync, from: number, to: number): void =>
  void database.prepare('DELETE FROM log WHERE name = ? AND seq BETWEEN ? AND ?').run(log, from, to);
export const setHead = (database: DatabaseSync, name: string, last: number): void =>
  void database.prepare('UPDATE head SET seq = ? WHERE name = ?').run(last, name);

/** Back to 400 records, with their checkpoints, the leaf table and the seal as they were then. */
export const rollBack =
  (seal: string): Edit =>
  (database) => {
    database.exec(`DELETE FROM log WHERE name IN ('${leaves}', '${checkpoints}') AND seq > 5`);
    for (const name of [leaves, checkpoints]) setHead(database, name, 5);
    remove(database, 401, 600);
    setHead(database, log, 400);
    if (seal !== '') database.prepare("UPDATE kv SET v = ? WHERE k = 'main/seal/audit'").run(seal);
  };

/** The same number of records, one of them other, sealed anew. */
export async function rebuilt(
  path: string,
  seal: (store: Awaited<ReturnType<typeof openSqliteStore>>) => Promise<void>,
): Promise<string> {
  const copy = newPath();
  copyFileSync(path, copy);
  const database = new DatabaseSync(copy);
  changeRecord(database, 312);
  database.exec(`DELETE FROM log WHERE name IN ('${leaves}', '${checkpoints}')`);
  database.exec(`DELETE FROM head WHERE name IN ('${leaves}', '${checkpoints}')`);
  database.exec("DELETE FROM kv WHERE k = 'main/seal/audit'");
  database.close();
  const store = await openSqliteStore({ path: copy });
  await seal(store);
  await store.close();
  return copy;
}
