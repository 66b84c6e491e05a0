import type { Verdict } from '@tradewarden/core';

/** How often a rule stood in the way. */
export interface RuleCount {
  readonly rejected: number;
  readonly resized: number;
}

/** What was given out over the range; account currency. */
export interface GivenOut {
  /** Of all approvals together. */
  readonly notional: string;
  readonly riskAtStop: string;
  /** The most that was held at once. */
  readonly peakNotional: string;
}

export interface WhatIfSide {
  readonly verdict: Verdict;
  /** Of approvals: notional in account currency. */
  readonly notional?: string;
  /** Rules that rejected or cut. */
  readonly because: readonly string[];
}

/** A decision that would have been another one. */
export interface WhatIfExample {
  readonly sequence: number;
  readonly planId: string;
  readonly symbol: string;
  readonly recorded: WhatIfSide;
  readonly other: WhatIfSide;
}

/**
 * `configuration`: not recorded, or rules and stages of your own are not installed. `not-reproduced`: the recorded
 * limits give another decision than the record, see `replayAudit`. `fact-not-recorded`: under the other limits the
 * gate would have asked for something that nobody recorded. `unreadable`: the record cannot be worked with.
 */
export type WhatIfGap = 'configuration' | 'not-reproduced' | 'fact-not-recorded' | 'unreadable';

export interface NotCompared {
  readonly reason: WhatIfGap;
  readonly message: string;
  readonly count: number;
  /** Of the first of them. */
  readonly sequence: number;
  readonly planId: string;
}

interface Both<T> {
  readonly recorded: T;
  readonly other: T;
}

/** `decisions` = `compared` + every `count` of `notCompared`. */
export interface WhatIfReport {
  readonly decisions: number;
  readonly compared: number;
  /** Of the compared: another verdict, or another size. */
  readonly changed: number;
  /** By limit: the values in force in the range, and the one that was asked for. */
  readonly limits: Readonly<Record<string, { readonly recorded: readonly string[]; readonly other: string }>>;
  readonly verdicts: Both<Readonly<Record<Verdict, number>>>;
  /** Between verdicts, and within one where the size differs; the most frequent first. */
  readonly moves: readonly { readonly from: Verdict; readonly to: Verdict; readonly count: number }[];
  /** By rule id, those that would have stood in the way more or less often first. */
  readonly rules: readonly ({ readonly id: string } & Both<RuleCount>)[];
  readonly amounts: Both<GivenOut>;
  /** The first 50. */
  readonly examples: readonly WhatIfExample[];
  /** Approvals that only the other limits give: held until they expire, since nobody knows what would have become of them. */
  readonly heldUntilExpiry: number;
  readonly notCompared: readonly NotCompared[];
}
