const marker = Symbol.for('tradewarden.error.limit-missing');

/** A limit that a rule asks for and nobody set: never taken for "unlimited". */
export class LimitMissingError extends Error {
  readonly code = 'LIMIT_MISSING';
  readonly retryable = false;
  readonly key: string;

  constructor(key: string) {
    super(`limit ${key} is not set; give it a number or 'unlimited'`);
    this.name = 'LimitMissingError';
    this.key = key;
    Object.defineProperty(this, marker, { value: true });
  }

  static isInstance(error: unknown): error is LimitMissingError {
    return typeof error === 'object' && error !== null && marker in error;
  }
}
