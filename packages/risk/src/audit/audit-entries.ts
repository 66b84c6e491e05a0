import { auditLog, type AuditRecord, type LogEntry, type Store } from '@tradewarden/core';

/** A record of 256 KiB is the largest there is, so a page stays small whatever it holds. */
const page = 250;

/** Which records: epoch ms, `from` inclusive and `to` exclusive, by the deciding clock of each record. */
export interface AuditPeriod {
  readonly from?: number;
  readonly to?: number;
}

export interface AuditEntry {
  readonly sequence: number;
  /** The stored text, to the letter. */
  readonly text: string;
  readonly record: AuditRecord;
}

/** The records of an account within a period, in order, a page at a time: memory does not grow with the log. */
export async function* auditEntries(
  store: Store,
  account: string,
  { from = 0, to = Infinity }: AuditPeriod,
): AsyncGenerator<AuditEntry, void> {
  for (let after = 0; ;) {
    const entries: readonly LogEntry[] = await store.read(auditLog(account), { after, limit: page });
    for (const { sequence, text, value } of entries) {
      const record = value as unknown as AuditRecord;
      if (record.at >= from && record.at < to) yield { sequence, text, record };
    }
    const last = entries.at(-1);
    if (last === undefined) return;
    after = last.sequence;
  }
}
