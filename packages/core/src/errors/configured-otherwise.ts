import { CoreError } from './core-error.ts';

/** This process is configured otherwise than the account decides under; it may not decide. */
export class PolicyError extends CoreError<'POLICY_SUPERSEDED'> {
  constructor(message: string) {
    super('policy', { code: 'POLICY_SUPERSEDED', message });
  }
}

/** The counters of the book are in another unit than this process is configured with; it may not touch them. */
export class AccountError extends CoreError<'ACCOUNT_MISMATCH'> {
  constructor(message: string) {
    super('account', { code: 'ACCOUNT_MISMATCH', message });
  }
}
