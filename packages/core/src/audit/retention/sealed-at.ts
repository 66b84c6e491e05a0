import type { Store } from '../../store/store.ts';
import { logEntries, pageOf } from '../log-entries.ts';
import { parseCheckpoint } from '../note/checkpoint.ts';
import { checkpointLog } from '../seal-state.ts';

/** The newest checkpoint over at most `size` records; size 0 when there is none. */
export async function sealedAt(
  store: Store,
  account: string,
  size: number,
): Promise<{ readonly size: number; readonly note: string }> {
  let found = { size: 0, note: '' };
  const log = checkpointLog(account);
  for await (const { value } of logEntries(store, log, { after: 0, page: pageOf.checkpoints })) {
    const note = typeof value === 'string' ? value : '';
    const checkpoint = parseCheckpoint(note);
    if (checkpoint === undefined || checkpoint.size > size) return found;
    found = { size: checkpoint.size, note };
  }
  return found;
}
