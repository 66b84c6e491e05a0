import type { DatabaseSync } from 'node:sqlite';
import { identityOf } from './file-identity.ts';
import { currentSchema } from './migrations.ts';
import { readPragma } from './read-pragma.ts';
import type { EngineFacts } from './worker-protocol.ts';

/** `PRAGMA synchronous` answers with a number. */
const levels = ['off', 'normal', 'full', 'extra'];

export function engineVersion(database: DatabaseSync): string {
  return String(database.prepare('SELECT sqlite_version() AS version').get()?.['version']);
}

/** What the engine says of itself; nothing here is what was asked for. */
export function engineFacts(database: DatabaseSync, path: string): EngineFacts {
  const answer = (pragma: string): string => String(readPragma(database, pragma));
  const onOrOff = (pragma: string): string => (answer(pragma) === '1' ? 'on' : 'off');
  const level = Number(answer('synchronous'));
  const fullSync = onOrOff('fullfsync');
  return {
    engineVersion: engineVersion(database),
    schema: currentSchema,
    // In WAL a commit is synced from level full on; macOS reaches the platter with fullfsync only.
    durability: level >= levels.indexOf('full') && fullSync === 'on' ? 'host' : 'process',
    identity: identityOf(path),
    settings: {
      journal_mode: answer('journal_mode'),
      synchronous: levels[level] ?? String(level),
      fullfsync: fullSync,
      checkpoint_fullfsync: onOrOff('checkpoint_fullfsync'),
      locking_mode: answer('locking_mode'),
      wal_autocheckpoint: answer('wal_autocheckpoint'),
    },
  };
}
