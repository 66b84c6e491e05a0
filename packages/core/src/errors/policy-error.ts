import { CoreError } from './core-error.ts';

/** This process is configured otherwise than the account decides under; it may not decide. */
export class PolicyError extends CoreError<'POLICY_SUPERSEDED'> {
  constructor(message: string) {
    super('policy', { code: 'POLICY_SUPERSEDED', message });
  }
}
