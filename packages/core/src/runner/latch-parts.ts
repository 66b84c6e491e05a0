import type { Decision } from '../domain/decision.ts';
import { breakerAlert } from '../latch/breaker-alert.ts';
import { readLatch } from '../latch/latch.ts';
import { tightened } from '../latch/latch-change.ts';
import { latchKey } from '../latch/latch-keys.ts';
import type { LatchDraft } from '../pipeline/draft.ts';
import type { JobDraft } from '../queue/job.ts';
import type { Append, Put } from '../store/store.ts';
import type { Snapshot } from './snapshot.ts';

/** What the latches that a decision drafted write and say; what was read of them is checked like all that was read. */
export async function latchParts(
  drafts: readonly LatchDraft[],
  { book, evaluatedAt }: Decision,
  snapshot: Snapshot,
): Promise<{
  readonly puts: readonly Put[];
  readonly appends: readonly Append[];
  readonly alerts: readonly JobDraft[];
}> {
  const byKey = Map.groupBy(drafts, ({ scope }) => latchKey(book, scope));
  const puts: Put[] = [];
  const appends: Append[] = [];
  const alerts: JobDraft[] = [];
  for (const [key, [first, ...others]] of byKey) {
    if (first === undefined) continue;
    const [entry = null] = await snapshot.get([key]);
    const before = entry === null ? undefined : readLatch(first.scope, entry);
    const actor = { kind: 'process', id: 'runner' } as const;
    const causes = [first, ...others].map(({ cause, state, reason }) => {
      return { cause, state, reason, actor, at: evaluatedAt };
    });
    const change = tightened(book, first.scope, before, causes);
    if (change === undefined) continue;
    puts.push(...change.puts);
    appends.push(...change.appends);
    alerts.push(breakerAlert(first.scope, change, causes, evaluatedAt));
  }
  return { puts, appends, alerts };
}
