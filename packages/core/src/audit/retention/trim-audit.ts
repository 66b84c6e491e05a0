import type { Json } from '../../domain/json.ts';
import { keyPart } from '../../ledger/book-keys.ts';
import { commitSettled } from '../../store/commit-settled.ts';
import type { Store } from '../../store/store.ts';
import { auditAppend, auditLog } from '../audit-record.ts';
import { verifyExport } from '../export/verify-export.ts';
import { parseCheckpoint } from '../note/checkpoint.ts';
import { verifyAudit, type VerifyOptions } from '../verify/verify-audit.ts';
import { ExportCover } from './export-cover.ts';
import { sealedAt } from './sealed-at.ts';

export interface TrimOptions {
  /** The last record to forget; the size of a checkpoint. */
  readonly upTo: number;
  /** Lines of an export that holds every record to be forgotten; asked for twice. */
  readonly exported: () => AsyncIterable<string>;
  /** Checkpoints that were kept elsewhere, as notes; one of them must reach `upTo`. */
  readonly anchors: readonly string[];
  readonly keys?: VerifyOptions['keys'];
  /** Nothing is forgotten while somebody may ask for it. */
  readonly legalHold?: boolean;
  /** Seals the log once it says that it is trimmed, and before it is: without, it verifies only after the next sealing. */
  readonly seal?: () => Promise<unknown>;
  /** Only finds out whether it may be done; nothing is recorded or forgotten. */
  readonly dryRun?: boolean;
}

export type TrimResult =
  /** The hash is the one of the export as a file, a line feed behind each line; hex. */
  | { readonly ok: true; readonly upTo: number; readonly exportSha256: string }
  | {
      readonly ok: false;
      readonly reason: 'legal-hold' | 'not-sealed' | 'not-anchored' | 'not-exported' | 'broken';
      readonly message: string;
    };

/**
 * Forgets the records of a sealed range that is exported and anchored elsewhere. Leaf hashes and checkpoints stay, so
 * what is left verifies and can be proved as before, and so can a record from the export. The log says first that it
 * is trimmed; after a crash in between the same call goes on.
 */
export async function trimAudit(store: Store, account: string, options: TrimOptions): Promise<TrimResult> {
  const { upTo, exported, anchors, keys = [], legalHold = false, dryRun = false } = options;
  const refused = (reason: Extract<TrimResult, { ok: false }>['reason'], message: string): TrimResult => ({
    ok: false,
    reason,
    message,
  });
  if (legalHold) return refused('legal-hold', 'a legal hold forbids to forget anything');
  const sealed = await sealedAt(store, account, upTo);
  if (sealed.size !== upTo) {
    return refused('not-sealed', `no checkpoint has the size ${upTo}; the one before has ${sealed.size}`);
  }
  if (!anchors.some((note) => (parseCheckpoint(note)?.size ?? 0) >= upTo))
    return refused('not-anchored', `no checkpoint that was kept elsewhere reaches record ${upTo}`);
  const { first } = await store.head(auditLog(account));
  const cover = new ExportCover(first, upTo);
  const report = await verifyAudit(store, account, { anchors, keys, reference: cover.leaves(exported()) });
  if (!report.ok) return refused('broken', `the log does not verify: ${report.kind ?? 'fault'}`);
  const whole = await verifyExport(cover.hashed(exported()), { keys });
  if (!whole.ok || !cover.isWhole)
    return refused('not-exported', `the export does not hold every record from ${first} to ${upTo}`);
  const exportSha256 = cover.sha256();
  if (dryRun) return { ok: true, upTo, exportSha256 };
  await record(store, account, { upTo, exportSha256, checkpoint: sealed.note });
  await options.seal?.();
  await store.trim(auditLog(account), upTo);
  return { ok: true, upTo, exportSha256 };
}

/** Once for each range: an earlier call may have died after it. */
async function record(store: Store, account: string, data: { readonly upTo: number } & Json): Promise<void> {
  const key = `${keyPart(account)}/trim/audit`;
  for (;;) {
    const [entry] = await store.get([key]);
    const said = (entry?.value as { readonly upTo: number } | undefined)?.upTo ?? 0;
    if (said >= data.upTo) return;
    const result = await commitSettled(store, {
      checks: [{ key, version: entry?.version ?? 0 }],
      puts: [{ key, value: data }],
      appends: [
        auditAppend(account, {
          type: 'audit.trim',
          at: store.now(),
          actor: { kind: 'process', id: 'retention' },
          subject: { account },
          corr: 'audit',
          data,
        }),
      ],
    });
    if (result.ok) return;
  }
}
