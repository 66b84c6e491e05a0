import type { Decision } from '../domain/decision.ts';
import type { FollowUpDraft } from './draft.ts';

/** A decision, and what the last stage made when it was not a rejection. */
export interface Decided<out T> {
  readonly decision: Decision;
  readonly value?: T;
}

/** Runs after the decision is made, whatever the verdict: pure, synchronous, drafts jobs. */
export interface FollowUp<in T> {
  readonly name: string;
  run(decided: Decided<T>, draft: FollowUpDraft): void;
}

export const followUp = <T>(name: string, run: FollowUp<T>['run']): FollowUp<T> =>
  Object.freeze({ name, run });
