import { CoreError } from './core-error.ts';

/** What was to be exported does not agree with its checkpoints: an export certifies nothing that is broken. */
export class AuditBrokenError extends CoreError<'AUDIT_BROKEN'> {
  constructor(message: string) {
    super('audit-broken', { code: 'AUDIT_BROKEN', message });
  }
}
