import { auditLog, exposureReport, type Mode, type Store } from '@tradewarden/core';
import { type AuditReport, verifyAudit } from '@tradewarden/core/audit';
import type { BackupEvidence } from './backup-evidence.ts';

const modes: readonly Mode[] = ['notify', 'dry-run', 'paper', 'live'];

/** What a store holds of one account, and whether it agrees with itself. */
export interface AccountInspection {
  readonly account: string;
  /** In the audit log. */
  readonly records: number;
  readonly audit: AuditReport;
  /** `<mode>/<counter>` of every counter that differs from its reservations. */
  readonly differences: readonly string[];
  /** What is known of it from outside. */
  readonly evidence?: Pick<BackupEvidence, 'lost' | 'folder' | 'missing'>;
}

/** Ledger and audit of every account. Exact while nothing writes, such as in a copy. */
export async function inspectStore(
  store: Store,
  evidenceFor?: (account: string) => Promise<BackupEvidence>,
): Promise<readonly AccountInspection[]> {
  const inspections: AccountInspection[] = [];
  for (const account of await accountsOf(store)) {
    const differences: string[] = [];
    for (const mode of modes) {
      const report = await exposureReport(store, { account, mode });
      differences.push(...report.differences.map(({ counter }) => `${mode}/${counter}`));
    }
    const { keys = [], anchors = [], ...evidence } = (await evidenceFor?.(account)) ?? {};
    const audit = await verifyAudit(store, account, { keys, anchors });
    const { last: records } = await store.head(auditLog(account));
    const known = 'folder' in evidence ? { evidence } : {};
    inspections.push({ account, records, audit, differences, ...known });
  }
  return inspections;
}

export const isSound = (inspections: readonly AccountInspection[]): boolean =>
  inspections.every(({ audit, differences }) => audit.ok && differences.length === 0);

/** One line for each account. */
export function inspectionText(inspections: readonly AccountInspection[]): string {
  if (inspections.length === 0) return 'no account has any state in it\n';
  const lines = inspections.map(({ account, records, audit, differences, evidence }) => {
    const { checkpoint } = audit;
    const newest =
      checkpoint === undefined
        ? 'no checkpoint'
        : `newest checkpoint over ${checkpoint.size}${checkpoint.at === undefined ? '' : ` (${checkpoint.at})`}`;
    const proof = audit.ok ? 'audit good' : `audit BROKEN: ${audit.kind ?? 'fault'}`;
    const ledger = differences.length === 0 ? 'ledger good' : `ledger BROKEN: ${differences.join(', ')}`;
    return [
      `account ${account}: ${records} records, ${newest}; ${proof}; ${ledger}`,
      ...outside(evidence),
    ].join('\n  ');
  });
  return `${lines.join('\n')}\n`;
}

function outside(evidence: AccountInspection['evidence']): readonly string[] {
  const { lost = 0, folder, missing = [] } = evidence ?? {};
  return [
    ...(lost === 0
      ? []
      : [
          `${lost} records that a checkpoint in audit.anchors covers are not in it: keep that file as evidence, and name a new one`,
        ]),
    ...missing.map(
      (vkey) =>
        `the private key of ${vkey} is not in ${folder ?? ''}: put it there, or nothing can be sealed`,
    ),
  ];
}

/** The first parts of keys; `_` belongs to the store itself. Parts contain no `~`, so it ends an account. */
export async function accountsOf(store: Store): Promise<readonly string[]> {
  const accounts: string[] = [];
  for (let after = ''; ;) {
    const [entry] = await store.scan({ prefix: '', limit: 1, ...(after === '' ? {} : { after }) });
    if (entry === undefined) return accounts;
    const part = entry.key.split('/', 1)[0] ?? '';
    if (part !== '_') accounts.push(decodeURIComponent(part));
    after = `${part}/~`;
  }
}
