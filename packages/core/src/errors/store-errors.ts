import { CoreError, isErrorKind } from './core-error.ts';

/** The commit or read surely had no effect. */
export class StoreUnavailableError extends CoreError<'STORE_UNAVAILABLE'> {
  /** The stored data contradict themselves: no other try helps, only a backup. */
  readonly damaged: boolean;

  constructor(message: string, cause?: unknown, { damaged = false }: { readonly damaged?: boolean } = {}) {
    super('store-unavailable', { code: 'STORE_UNAVAILABLE', message, cause, retryable: !damaged });
    this.damaged = damaged;
  }

  static override isInstance(error: unknown): error is StoreUnavailableError {
    return isErrorKind(error, 'store-unavailable');
  }
}

/** The commit was applied completely or not at all; which of the two is not known. Never retried blindly. */
export class StoreUnknownError extends CoreError<'STORE_UNKNOWN'> {
  constructor(message: string, cause?: unknown) {
    super('store-unknown', { code: 'STORE_UNKNOWN', message, cause });
  }

  static override isInstance(error: unknown): error is StoreUnknownError {
    return isErrorKind(error, 'store-unknown');
  }
}

/** The caller broke a rule of the contract: limits, key grammar, self-fencing. Nothing was sent. */
export class StoreMisuseError extends CoreError<'STORE_MISUSE'> {
  constructor(message: string) {
    super('store-misuse', { code: 'STORE_MISUSE', message });
  }
}

/** The store keeps or shares less than the set-up needs. */
export class StoreTooWeakError extends CoreError<'STORE_TOO_WEAK'> {
  constructor(message: string) {
    super('store-too-weak', { code: 'STORE_TOO_WEAK', message });
  }
}

/** The stored layout is newer than this program knows. */
export class StoreSchemaError extends CoreError<'STORE_SCHEMA'> {
  constructor(message: string) {
    super('store-schema', { code: 'STORE_SCHEMA', message });
  }
}
