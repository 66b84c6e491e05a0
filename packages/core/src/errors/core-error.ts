import type { ErrorCode } from './error-codes.ts';

export interface CoreErrorInit<Code extends ErrorCode> {
  readonly code: Code;
  /** What is wrong, where, and what to do about it. */
  readonly message: string;
  readonly cause?: unknown;
  /** Whether trying the same call again can help. */
  readonly retryable?: boolean;
}

const marker = Symbol.for('tradewarden.error');
const kindMarker = (kind: string): symbol => Symbol.for(`tradewarden.error.${kind}`);

/** Root of every error that these packages throw on purpose. Recognised by marker, across duplicate copies of core. */
export abstract class CoreError<Code extends ErrorCode = ErrorCode> extends Error {
  readonly code: Code;
  readonly retryable: boolean;

  protected constructor(kind: string, init: CoreErrorInit<Code>) {
    super(init.message, init.cause === undefined ? undefined : { cause: init.cause });
    this.name = new.target.name;
    this.code = init.code;
    this.retryable = init.retryable ?? false;
    Object.defineProperty(this, marker, { value: true });
    Object.defineProperty(this, kindMarker(kind), { value: true });
  }

  static isInstance(error: unknown): error is CoreError {
    return hasMarker(error, marker);
  }
}

/** Whether `error` was made by the error class of this kind, in any copy of core. */
export const isErrorKind = (error: unknown, kind: string): boolean => hasMarker(error, kindMarker(kind));

function hasMarker(error: unknown, symbol: symbol): boolean {
  return typeof error === 'object' && error !== null && Reflect.get(error, symbol) === true;
}
