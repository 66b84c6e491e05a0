import type { DriverCall, DriverFault, FaultPlan } from '../fakes/driver-faults.ts';

/** Numbers the faults of a plan, leaves out those that it is told to, and counts what struck. */
export class CountedFaults implements FaultPlan {
  readonly struck: number[] = [];
  lostAnswers = 0;
  refusedCalls = 0;
  deaths = 0;
  readonly #plan: FaultPlan;
  readonly #without: ReadonlySet<number>;
  readonly #record: (line: string) => void;
  #number = 0;

  constructor(plan: FaultPlan, without: ReadonlySet<number>, record: (line: string) => void) {
    this.#plan = plan;
    this.#without = without;
    this.#record = record;
  }

  next(call: DriverCall): DriverFault | undefined {
    const fault = this.#plan.next(call);
    if (fault === undefined) return undefined;
    this.#number += 1;
    if (this.#without.has(this.#number)) return undefined;
    this.struck.push(this.#number);
    this.#record(`  fault ${this.#number}: ${fault}`);
    if (fault === 'fail') this.refusedCalls += 1;
    else if (fault === 'break-before' || fault === 'break-after') this.deaths += 1;
    else this.lostAnswers += 1;
    return fault;
  }
}
