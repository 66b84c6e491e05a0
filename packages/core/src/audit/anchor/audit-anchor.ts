import type { Store } from '../../store/store.ts';
import { checkpointLog } from '../seal-state.ts';

/** A place outside the store that keeps checkpoints: what shows a rollback or a rewritten history later. */
export interface AuditAnchor {
  /** For people. */
  readonly name: string;
  /** Keeps a checkpoint, as a note. The same one may come twice. */
  publish(note: string): Promise<void>;
}

export interface AnchorFailure {
  readonly name: string;
  readonly reason: string;
}

/** The newest checkpoint of a log, as a note. */
export async function lastCheckpoint(store: Store, account: string): Promise<string | undefined> {
  const { last } = await store.head(checkpointLog(account));
  if (last === 0) return undefined;
  const [row] = await store.read(checkpointLog(account), { after: last - 1, limit: 1 });
  return typeof row?.value === 'string' ? row.value : undefined;
}

/** Publishes a checkpoint everywhere; one place that fails does not keep it from the others. */
export async function publishCheckpoint(
  note: string,
  anchors: readonly AuditAnchor[],
): Promise<readonly AnchorFailure[]> {
  const settled = await Promise.allSettled(anchors.map(async (anchor) => anchor.publish(note)));
  return settled.flatMap((outcome, index): AnchorFailure[] => {
    if (outcome.status === 'fulfilled') return [];
    const reason = outcome.reason instanceof Error ? outcome.reason.message : String(outcome.reason);
    return [{ name: anchors[index]?.name ?? '', reason }];
  });
}
