import type { Commit, Store } from '@tradewarden/core';
import { loops, type Measured, median } from '../measure.ts';
import { commitSurely, reserve, reservePlainly } from './reserve-commit.ts';
import { wholeDecisions } from './whole-decision.ts';

/** More than one caller commits in a round. */
const madePerRound = 1500;

/** What one caller commits, by the name it has in the report; `run` is given a name that no run had before. */
export async function singleCaller(
  store: Store,
  ms: number,
): Promise<Readonly<Record<SingleCommit, (name: string) => Promise<Measured>>>> {
  const decisionOf = await wholeDecisions();
  return {
    'check and reserve': (name) =>
      loops({ callers: 1, ms }, (index) => reservePlainly(store, `${name}-${index}`)),
    reservation: (name) => loops({ callers: 1, ms }, (index) => reserve(store, `one${name}-${index}`)),
    'whole decision': (name) => {
      // Made beforehand: in the program the gate has made it by then.
      const made: readonly Commit[] = Array.from({ length: madePerRound }, (_, index) =>
        decisionOf(`d${name}-${index}`),
      );
      return loops({ callers: 1, ms }, (index) =>
        commitSurely(store, made[index] ?? decisionOf(`d${name}-${index}`)),
      );
    },
  };
}

export const singleCommits = ['check and reserve', 'reservation', 'whole decision'] as const;
export type SingleCommit = (typeof singleCommits)[number];

/** Of each round, since a disk that others use may be slow for seconds. */
export const ratioOf = (runs: readonly Measured[], to: readonly Measured[]): number =>
  median(runs.map(({ perSecond }, round) => perSecond / (to[round]?.perSecond ?? 0)));
