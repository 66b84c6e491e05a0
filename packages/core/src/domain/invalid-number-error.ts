/** A value that is not an exact, finite decimal in range. Carries the markers by which core recognises its errors. */
export class InvalidNumberError extends Error {
  readonly code = 'INVALID_NUMBER';
  readonly retryable = false;

  constructor(label: string, shown: string, reason: string) {
    super(`${label}: ${reason} (got ${shown}); pass a plain decimal such as "0.0125"`);
    this.name = 'InvalidNumberError';
    for (const marker of ['tradewarden.error', 'tradewarden.error.number']) {
      Object.defineProperty(this, Symbol.for(marker), { value: true });
    }
  }
}
