/** What a commit that fails in some way may have left behind. */
export type Outcome = 'unavailable' | 'unknown';

export interface SqlState {
  /** Five characters for one condition, two for its class: https://www.postgresql.org/docs/current/errcodes-appendix.html */
  readonly code: string;
  /** `unavailable`: surely nothing was applied. Reads have no effect, so with them it always is. */
  readonly outcome: Outcome;
  /** Follows the place of the database; says what to do. */
  readonly sentence: string;
}

/**
 * The conditions that a server reports, by what to do about them. The server sends an ERROR only for a transaction
 * that it has rolled back; after anything that ends the connection nobody knows whether the commit was just done.
 */
export const sqlStates: readonly SqlState[] = [
  { code: '08', outcome: 'unknown', sentence: 'lost the connection' },
  {
    code: '0A000',
    outcome: 'unavailable',
    sentence: 'cannot do this; use PostgreSQL 14 or newer, and its primary',
  },
  { code: '22021', outcome: 'unavailable', sentence: 'cannot store this text' },
  { code: '25006', outcome: 'unavailable', sentence: 'is read-only; let it write, or name the primary' },
  { code: '28', outcome: 'unavailable', sentence: 'refused the user or the password' },
  { code: '3D000', outcome: 'unavailable', sentence: 'has no such database; create it first' },
  { code: '3F000', outcome: 'unavailable', sentence: 'has lost its tables; restore a backup' },
  { code: '40001', outcome: 'unavailable', sentence: 'had to give up a transaction; try again' },
  { code: '40P01', outcome: 'unavailable', sentence: 'broke a deadlock; nobody else may write these tables' },
  { code: '42501', outcome: 'unavailable', sentence: 'lacks a privilege; grant it to the user of the store' },
  { code: '42883', outcome: 'unavailable', sentence: 'has lost its functions; restore a backup' },
  { code: '42P01', outcome: 'unavailable', sentence: 'has lost its tables; restore a backup' },
  { code: '53100', outcome: 'unavailable', sentence: 'has no space left on its disk; free some' },
  {
    code: '53200',
    outcome: 'unavailable',
    sentence: 'is out of memory; raise max_locks_per_transaction or give it more',
  },
  {
    code: '53300',
    outcome: 'unavailable',
    sentence: 'has too many connections; close some or raise max_connections',
  },
  { code: '55P03', outcome: 'unavailable', sentence: 'kept us waiting too long for a lock' },
  { code: '57014', outcome: 'unavailable', sentence: 'took too long and was stopped' },
  { code: '57P01', outcome: 'unknown', sentence: 'is shutting down' },
  { code: '57P02', outcome: 'unknown', sentence: 'has crashed and is recovering' },
  { code: '57P03', outcome: 'unavailable', sentence: 'is starting up or shutting down; try again' },
  { code: '57P04', outcome: 'unknown', sentence: 'was dropped' },
  { code: '57P05', outcome: 'unknown', sentence: 'ended an idle connection' },
  {
    code: '58',
    outcome: 'unavailable',
    sentence: 'could not read or write its files; look at the disk and its log',
  },
  {
    code: 'TW001',
    outcome: 'unavailable',
    sentence: 'no longer syncs commits; switch fsync and synchronous_commit on',
  },
  { code: 'XX001', outcome: 'unavailable', sentence: 'is damaged; stop all writers and restore a backup' },
  { code: 'XX002', outcome: 'unavailable', sentence: 'is damaged; stop all writers and restore a backup' },
];

/** The row of a condition, or of its class. */
export const sqlStateOf = (code: string): SqlState | undefined =>
  sqlStates.find((row) => row.code === code) ?? sqlStates.find((row) => row.code === code.slice(0, 2));
