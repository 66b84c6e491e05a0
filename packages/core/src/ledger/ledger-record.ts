import { auditAppend, type AuditEvent } from '../audit/audit-record.ts';
import type { Book } from '../domain/decision.ts';
import type { Append } from '../store/store.ts';
import type { Reservation } from './reservation.ts';

/** What the ledger says in the audit log of one reservation. */
export const ledgerRecord = (
  { account }: Pick<Book, 'account'>,
  { planId, reservationId }: Pick<Reservation, 'planId' | 'reservationId'>,
  event: Pick<AuditEvent, 'type' | 'at' | 'data'>,
): Append =>
  auditAppend(account, {
    ...event,
    actor: { kind: 'process', id: 'ledger' },
    subject: { planId, account },
    corr: reservationId,
  });
