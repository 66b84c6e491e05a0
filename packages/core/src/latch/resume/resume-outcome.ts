import type { ErrorCode } from '../../errors/error-codes.ts';
import type { Mode } from '../../domain/decision.ts';
import type { Latch } from '../latch.ts';

/** A latch that a request covers. */
export interface ResumeItem {
  /** Of the book; of the global latch the first one asked for. */
  readonly mode: Mode;
  readonly latch: Latch;
  /** Sentences: causes that are not settled. Releasing needs a reason to override them. */
  readonly unsettled: readonly string[];
}

export type ResumeRequested =
  | { readonly status: 'nothing-latched' }
  | {
      readonly status: 'requested';
      /** Said once, here; the store keeps its hash. */
      readonly token: string;
      readonly expiresAt: number;
      readonly items: readonly ResumeItem[];
      /** How many more are latched than one confirmation releases. */
      readonly more: number;
    };

export type ResumeRefusal = Extract<
  ErrorCode,
  | 'RESUME_NOT_REQUESTED'
  | 'RESUME_TOKEN_WRONG'
  | 'RESUME_TOKEN_EXPIRED'
  | 'RESUME_TOKEN_USED'
  | 'RESUME_CHANGED'
  | 'RESUME_CAUSE_ACTIVE'
>;

export type ResumeConfirmed =
  | { readonly status: 'released'; readonly items: readonly ResumeItem[] }
  /** Nothing was released. */
  | { readonly status: 'refused'; readonly code: ResumeRefusal; readonly reason: string };
