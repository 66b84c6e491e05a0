import { createHash } from 'node:crypto';
import type { Book, StoreDriver, VirtualClock } from '@tradewarden/core';
import { overriddenDriver } from '../fakes/overridden-store.ts';
import type { CountedFaults } from './counted-faults.ts';
import { Invariants } from './invariants.ts';
import { Observer } from './observed-state.ts';
import { Scheduler } from './scheduler.ts';
import type { SeededRandom } from './seeded-random.ts';
import type { SimulatedSurroundings } from './simulated-process.ts';
import { SimulatedVenue } from './simulated-venue.ts';
import type { SimulationRecipes, SimulationReport } from './simulation-options.ts';
import { venueViolations } from './venue-invariants.ts';

interface WorldOptions {
  readonly book: Book;
  readonly clock: VirtualClock;
  readonly random: SeededRandom;
  /** A handle without faults, to look with. */
  readonly driver: StoreDriver;
  readonly keep: boolean;
}

/** What all processes of a simulation share, and who watches them. */
export class SimulatedWorld implements SimulatedSurroundings {
  readonly book: Book;
  readonly clock: VirtualClock;
  readonly driver: StoreDriver;
  readonly scheduler: Scheduler;
  readonly venue: SimulatedVenue;
  readonly invariants: Invariants = new Invariants();
  readonly deliveries: Map<string, number> = new Map();
  turns = 0;
  retries = 0;
  readonly #random: SeededRandom;
  readonly #observer: Observer;
  readonly #violations = new Set<string>();
  readonly #hash = createHash('sha256');
  readonly #history: string[] = [];
  readonly #keep: boolean;
  #jumps = 0;

  constructor({ book, clock, random, driver, keep }: WorldOptions) {
    this.book = book;
    this.clock = clock;
    this.driver = driver;
    this.#random = random;
    this.#keep = keep;
    this.#observer = new Observer(driver, book);
    this.scheduler = new Scheduler(clock, random, this.record);
    this.venue = new SimulatedVenue(clock, random);
  }

  readonly record = (line: string): void => {
    this.#hash.update(line);
    if (this.#keep) this.#history.push(`${this.clock.now()} ${line}`);
  };

  readonly delivered = (id: string): void => {
    this.deliveries.set(id, (this.deliveries.get(id) ?? 0) + 1);
  };

  /** A handle for a process: the mistake of a mutant, if any, over a driver that is looked at after every commit. */
  under(driver: StoreDriver, { driver: mistake }: Partial<SimulationRecipes>): StoreDriver {
    const checked = overriddenDriver(driver, {
      commit: async (batch) => {
        const results = await driver.commit(batch);
        if (results.some(({ ok }) => ok)) await this.look();
        return results;
      },
    });
    return mistake === undefined ? checked : mistake(checked);
  }

  async look(): Promise<void> {
    const state = await this.#observer.look();
    this.violate(this.invariants.check(state));
    this.violate(venueViolations(this.venue, state));
  }

  /** Now and then the true time leaps, as after a suspended machine. */
  maybeJump(): void {
    this.turns += 1;
    if (!this.#random.chance(0.003)) return;
    this.#jumps += 1;
    this.clock.advance(this.#random.below(9000));
  }

  violate(messages: readonly string[]): void {
    for (const message of messages) {
      if (!this.#violations.has(message)) this.record(`  VIOLATION ${message}`);
      this.#violations.add(message);
    }
  }

  failed(name: string, error: unknown): void {
    this.violate([`${name} failed: ${error instanceof Error ? error.message : String(error)}`]);
  }

  hasFailed(): boolean {
    return this.#violations.size > 0;
  }

  report(seed: number, faults: CountedFaults, powerLosses: number): SimulationReport {
    const decisions = [...this.invariants.recorded.values()].flat();
    const orders = [...this.venue.orders.values()];
    for (const { plan, verdict } of decisions) this.record(`${plan.planId} ${verdict}`);
    return {
      seed,
      violations: [...this.#violations],
      coverage: {
        turns: this.turns,
        decisions: decisions.length,
        rejections: decisions.filter(({ verdict }) => verdict === 'rejected').length,
        orders: orders.length,
        fills: orders.reduce((sum, { report }) => sum + report.fills.length, 0),
        deaths: faults.deaths,
        powerLosses,
        lostAnswers: faults.lostAnswers,
        refusedCalls: faults.refusedCalls,
        retries: this.retries,
        duplicateSends: this.venue.duplicates,
        duplicateMessages: [...this.deliveries.values()].reduce((sum, count) => sum + count - 1, 0),
        expiries: this.invariants.expiries,
        clockJumps: this.#jumps,
        latchings: this.invariants.latchings,
      },
      hash: this.#hash.digest('hex'),
      faults: faults.struck,
      history: this.#history,
    };
  }
}
