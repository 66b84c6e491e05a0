import type { Json } from '../../domain/json.ts';
import type { Append } from '../../store/store.ts';
import { auditAppend } from '../audit-record.ts';
import type { AuditKey } from './audit-key.ts';

/** The record of which keys answer for which checkpoints from now on. */
export const keyAppend = (account: string, keys: readonly AuditKey[], now: number): Append =>
  auditAppend(account, {
    type: 'audit.key',
    at: now,
    actor: { kind: 'process', id: 'sealer' },
    subject: { account },
    corr: 'audit',
    data: { keys } as unknown as Json,
  });
