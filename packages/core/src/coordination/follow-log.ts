import { type Pause, systemPause } from '../clock/pause.ts';
import { commitSettled } from '../store/commit-settled.ts';
import type { Commit, LogEntry, Store } from '../store/store.ts';

export interface FollowOptions {
  readonly log: string;
  /** Where the consumer stands; below the account, such as `bookKey(book, 'cursor', 'metrics')`. */
  readonly cursor: string;
  /** Entries in one commit; default 100. */
  readonly limit?: number;
  readonly pause?: Pause;
}

export interface FollowReport {
  /** Entries whose effects were written; 0 = the end is reached. */
  readonly read: number;
  /** Sequence of the last entry that is done with. */
  readonly position: number;
  /** Entries that were trimmed before this consumer came to them. */
  readonly missed: number;
}

const attempts = 20;

/** What a consumer writes for some entries; called again when its checks fail, so it computes from fresh state. */
export type LogEffects = (entries: readonly LogEntry[]) => Commit | Promise<Commit>;

/**
 * Reads on from where the consumer stands, and moves it in the commit of the effects: every entry takes effect
 * exactly once, whoever dies or runs beside. Call again until `read` is 0.
 */
export async function followLog(
  store: Store,
  { log, cursor, limit = 100, pause = systemPause }: FollowOptions,
  effects: LogEffects,
): Promise<FollowReport> {
  for (let attempt = 1; attempt <= attempts; attempt += 1) {
    const [entry] = await store.get([cursor]);
    const position = entry === null || entry === undefined ? 0 : (entry.value as number);
    const entries = await store.read(log, { after: position, limit });
    const last = entries.at(-1);
    if (last === undefined) return { read: 0, position, missed: 0 };
    const commit = await effects(entries);
    const result = await commitSettled(store, {
      ...commit,
      checks: [{ key: cursor, version: entry?.version ?? 0 }, ...(commit.checks ?? [])],
      puts: [{ key: cursor, value: last.sequence }, ...(commit.puts ?? [])],
    });
    if (result.ok) {
      const missed = last.sequence - position - entries.length;
      return { read: entries.length, position: last.sequence, missed };
    }
    await pause(2 * attempt);
  }
  throw new Error(`the state behind ${cursor} changed ${attempts} times in a row`);
}
