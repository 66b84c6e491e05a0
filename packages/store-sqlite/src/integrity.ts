import { readFileSync } from 'node:fs';
import { uptime } from 'node:os';
import type { DatabaseSync } from 'node:sqlite';
import { type FileIdentity, identityOf } from './file-identity.ts';
import { readPragma } from './read-pragma.ts';
import { SqliteFailure } from './sqlite-failure.ts';
import type { WorkerSettings } from './worker-protocol.ts';

const weekMs = 7 * 24 * 3_600_000;

/** A whole check that found nothing: when, since which start of the machine, and of which file. */
interface PassedCheck extends FileIdentity {
  readonly at: number;
  readonly boot: string;
}

type CheckSettings = Pick<WorkerSettings, 'path' | 'integrityCheck' | 'openedAt' | 'readOnly'>;

/**
 * Looks for damage. A whole check reads every page, 0.7 s for each gigabyte, so it is made when something may have
 * happened since the last one: the machine has started anew, this is another file (a copy), or a week has passed.
 * The death of a process damages nothing, since the pages are the system's. Otherwise both ends of every table
 * are read, and SQLite itself notices a file that is too short; that takes the same time at any size.
 * @throws {SqliteFailure} unavailable: damaged.
 */
export function assertWhole(database: DatabaseSync, settings: CheckSettings): void {
  const { path, integrityCheck, openedAt, readOnly } = settings;
  assertEnds(database);
  if (integrityCheck === 'when-due' && !isDue(database, settings)) return;
  const pragma = integrityCheck === 'always' ? 'integrity_check(1)' : 'quick_check(1)';
  const answer = String(readPragma(database, pragma)).replaceAll(/\s+/g, ' ');
  if (answer !== 'ok') {
    throw SqliteFailure.damage(`${path} is damaged (${answer}); stop all writers and restore a backup`);
  }
  if (readOnly) return;
  const passed: PassedCheck = { at: openedAt, boot: bootOf(openedAt), ...identityOf(path) };
  remember(database, JSON.stringify(passed));
}

/** After damage was met: the next open makes a whole check. */
export const distrust = (database: DatabaseSync): void => remember(database, '');

function assertEnds(database: DatabaseSync): void {
  for (const table of ['kv', 'ctr', 'log', 'head', 'meta']) {
    const columns = table === 'log' ? ['name', 'seq'] : [table === 'head' ? 'name' : 'k'];
    for (const order of ['ASC', 'DESC']) {
      const by = columns.map((column) => `${column} ${order}`).join(', ');
      database.prepare(`SELECT * FROM ${table} ORDER BY ${by} LIMIT 1`).get();
    }
  }
}

function isDue(database: DatabaseSync, { path, openedAt }: CheckSettings): boolean {
  const text = String(database.prepare("SELECT v FROM meta WHERE k = 'checked'").get()?.['v'] ?? '');
  if (text === '') return true;
  const { at, boot, device, inode } = JSON.parse(text) as PassedCheck;
  const here = identityOf(path);
  const same = device === here.device && inode === here.inode && boot === bootOf(openedAt);
  return !same || at > openedAt || openedAt - at >= weekMs;
}

/** Names this start of the machine; elsewhere than on Linux by its time, within ten seconds. */
function bootOf(now: number): string {
  try {
    return readFileSync('/proc/sys/kernel/random/boot_id', 'utf8').trim();
  } catch {
    return String(Math.round((now / 1000 - uptime()) / 10));
  }
}

function remember(database: DatabaseSync, passed: string): void {
  try {
    database
      .prepare("INSERT INTO meta VALUES ('checked', ?) ON CONFLICT (k) DO UPDATE SET v = excluded.v")
      .run(passed);
  } catch {
    // A favour to the next open; a lock or a full disk is no reason to fail this one.
  }
}
