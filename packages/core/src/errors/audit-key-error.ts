import { CoreError } from './core-error.ts';

/** A checkpoint must be signed with a key that is not here. Nothing was sealed. */
export class AuditKeyError extends CoreError<'AUDIT_KEY_MISSING'> {
  constructor(message: string) {
    super('audit-key', { code: 'AUDIT_KEY_MISSING', message });
  }
}
