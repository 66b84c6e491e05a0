import { setImmediate as nextTurn } from 'node:timers/promises';
import { SeededRandom } from '../simulation/seeded-random.ts';

/** One call to a driver, before it is made. */
export interface DriverCall {
  readonly method: 'get' | 'counters' | 'scan' | 'commit' | 'read' | 'head' | 'claim' | 'trim';
  /** Whether it may change something: `commit`, `claim`, `trim`. */
  readonly writes: boolean;
}

/**
 * - `fail`: refused before anything happened, and it says so.
 * - `lose-request`: nothing happened, and nobody can tell.
 * - `lose-answer`: everything happened, and nobody can tell.
 * - `break-before`, `break-after`: the same two, and every later call of this handle is refused.
 */
export type DriverFault = 'fail' | 'lose-request' | 'lose-answer' | 'break-before' | 'break-after';

export interface FaultPlan {
  /** What goes wrong with a call; asked when its turn has come. */
  next(call: DriverCall): DriverFault | undefined;
  /** Makes the call when its turn has come, which delays and reorders calls. Default: at once. */
  turn?<T>(call: DriverCall, make: () => Promise<T>): Promise<T>;
}

export interface FaultRates {
  /** Refused before anything happened. Default 0.03, a third of it without saying so. */
  readonly fail?: number;
  /** Applied, and the answer lost. Default 0.04. */
  readonly loseAnswer?: number;
  /** The handle dies at a write, before or after it. Default 0.015. */
  readonly die?: number;
}

/** Faults by chance, the same for the same seed. A read only fails. */
export class SeededFaults implements FaultPlan {
  readonly #random: SeededRandom;
  readonly #rates: Required<FaultRates>;

  constructor(
    random: SeededRandom | number,
    { fail = 0.03, loseAnswer = 0.04, die = 0.015 }: FaultRates = {},
  ) {
    this.#random = typeof random === 'number' ? new SeededRandom(random) : random;
    this.#rates = { fail, loseAnswer, die };
  }

  /** Lets a call wait a little, so that calls overtake each other. */
  async turn<T>(_call: DriverCall, make: () => Promise<T>): Promise<T> {
    for (let turns = this.#random.below(4); turns > 0; turns -= 1) await nextTurn();
    return make();
  }

  next({ writes }: DriverCall): DriverFault | undefined {
    const { fail, loseAnswer, die } = this.#rates;
    const drawn = this.#random.next();
    if (drawn < die) return !writes ? undefined : drawn < die / 2 ? 'break-before' : 'break-after';
    if (drawn < die + fail) return writes && drawn < die + fail / 3 ? 'lose-request' : 'fail';
    if (drawn < die + fail + loseAnswer) return writes ? 'lose-answer' : undefined;
    return undefined;
  }
}
