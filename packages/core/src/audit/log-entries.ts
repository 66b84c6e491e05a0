import type { LogEntry, Store } from '../store/store.ts';

/** The entries of a log after `after`, a page at a time: memory does not grow with the log. */
export async function* logEntries(
  store: Store,
  log: string,
  { after, page }: { readonly after: number; readonly page: number },
): AsyncGenerator<LogEntry, void> {
  for (let last = after; ;) {
    const read = await store.read(log, { after: last, limit: page });
    yield* read;
    const end = read.at(-1);
    if (end === undefined) return;
    last = end.sequence;
  }
}

/** Pages that hold little whatever the entries: 256 KiB records, 44 KiB blocks of hashes. */
export const pageOf = { records: 250, leaves: 20, checkpoints: 100 } as const;
