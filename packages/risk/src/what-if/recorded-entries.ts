import { auditLog, type Decision, type Json, type Policy, type Store } from '@tradewarden/core';

/** What a what-if reads of an audit log, in its order. */
export type RecordedEntry =
  | { readonly kind: 'policy'; readonly policy: Policy }
  | { readonly kind: 'decision'; readonly decision: Decision; readonly sequence: number }
  | { readonly kind: 'released'; readonly reservationId: string };

interface LoggedRecord {
  readonly type?: string;
  readonly data?: {
    readonly policy?: Policy;
    readonly decision?: Decision;
    readonly reservationId?: string;
  } | null;
}

const page = 250;

/** A page at a time; other records are passed over. */
export async function* recordedEntries(
  store: Store,
  account: string,
  signal: AbortSignal | undefined,
): AsyncGenerator<RecordedEntry, void> {
  for (let after = 0; ;) {
    signal?.throwIfAborted();
    const entries = await store.read(auditLog(account), { after, limit: page });
    for (const { value, sequence } of entries) {
      const found = entryOf(value, sequence);
      if (found !== undefined) yield found;
    }
    const last = entries.at(-1);
    if (last === undefined) return;
    after = last.sequence;
  }
}

function entryOf(value: Json, sequence: number): RecordedEntry | undefined {
  const { type, data } = (value ?? {}) as LoggedRecord;
  if (type === 'policy.changed' && data?.policy !== undefined) return { kind: 'policy', policy: data.policy };
  if (type === 'risk.decision' && data?.decision !== undefined)
    return { kind: 'decision', decision: data.decision, sequence };
  if (type === 'exposure.released' && data?.reservationId !== undefined)
    return { kind: 'released', reservationId: data.reservationId };
  return undefined;
}
