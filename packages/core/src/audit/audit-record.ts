import type { Json } from '../domain/json.ts';
import { engineVersion } from '../domain/engine-version.ts';
import { keyPart } from '../ledger/book-keys.ts';
import type { Append } from '../store/store.ts';

export interface AuditEvent {
  /** `noun.past-verb`, such as `risk.decision`. */
  readonly type: string;
  /** Epoch ms of the deciding clock. */
  readonly at: number;
  readonly actor: { readonly kind: 'process' | 'user' | 'plugin'; readonly id: string };
  readonly subject: { readonly planId?: string; readonly account?: string };
  /** What belongs together: a run, a reservation. */
  readonly corr: string;
  readonly data: Json;
}

/** An event as it stands in the log; `ts` is `at` in UTC for people. */
export interface AuditRecord extends AuditEvent {
  readonly v: 1;
  readonly ts: string;
  readonly build: string;
}

export const auditLog = (account: string): string => `${keyPart(account)}/audit`;

/** An append to the account's audit log, for use in the commit of the thing it records. */
export const auditAppend = (account: string, event: AuditEvent): Append => ({
  log: auditLog(account),
  value: { v: 1, ts: new Date(event.at).toISOString(), ...event, build: engineVersion },
});
