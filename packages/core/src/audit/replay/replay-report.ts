import type { Json } from '../../domain/json.ts';

/** Where a recorded decision is not what its own facts give. */
export interface ReplayDifference {
  /** Of the record in the audit log. */
  readonly sequence: number;
  readonly planId: string;
  /** JSON path, such as `$.rules[3].observed`. */
  readonly path: string;
  /** Absent: the record has nothing there. */
  readonly recorded?: Json;
  /** Absent: nothing belongs there. */
  readonly recomputed?: Json;
}

/**
 * `engine-version`: by another version. `configuration-not-recorded`: no `policy.changed` record holds it.
 * `configuration-not-rebuilt`: rules or stages of your own are not installed. `state-not-recorded`: a stage read
 * something that the decision does not hold. `input-numbers`: no valid plan, and the log cannot tell whether its
 * numbers came as text. `unreadable`: the record cannot be worked with.
 */
export type ReplayGap =
  | 'engine-version'
  | 'configuration-not-recorded'
  | 'configuration-not-rebuilt'
  | 'state-not-recorded'
  | 'input-numbers'
  | 'unreadable';

/** Decisions that were not computed again, by reason. */
export interface NotRecomputed {
  readonly reason: ReplayGap;
  /** What is missing, for people. */
  readonly message: string;
  readonly count: number;
  /** Of the first of them. */
  readonly sequence: number;
  readonly planId: string;
}

/** `decisions` = `agreed` + `different` + every `count` of `notRecomputed`. */
export interface ReplayReport {
  readonly decisions: number;
  readonly agreed: number;
  readonly different: number;
  readonly first?: ReplayDifference;
  readonly notRecomputed: readonly NotRecomputed[];
}
