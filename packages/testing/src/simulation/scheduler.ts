import { setImmediate as nextTurn } from 'node:timers/promises';
import type { VirtualClock } from '@tradewarden/core';
import type { SeededRandom } from './seeded-random.ts';

/** Whoever waits for turns. One that is gone gets no turn and no answer any more, as a killed process. */
export interface Actor {
  readonly name: string;
  gone: boolean;
}

interface Task {
  readonly actor: Actor;
  readonly label: string;
  readonly at: number;
  readonly run: () => Promise<void>;
}

const longestDelayMs = 40;
/** How many waiting calls may overtake each other. */
const reach = 4;

/** The only thing that happens in a simulation happens here: one call at a time, in an order drawn from the seed. */
export class Scheduler {
  readonly #clock: VirtualClock;
  readonly #random: SeededRandom;
  readonly #record: (line: string) => void;
  readonly #tasks: Task[] = [];

  constructor(clock: VirtualClock, random: SeededRandom, record: (line: string) => void) {
    this.#clock = clock;
    this.#random = random;
    this.#record = record;
  }

  /** Does `work` when its turn has come; never answers an actor that is gone by then. */
  turn<T>(actor: Actor, label: string, work: () => Promise<T>): Promise<T> {
    const { promise, resolve, reject } = Promise.withResolvers<T>();
    const run = async (): Promise<void> => {
      try {
        const answer = await work();
        if (!actor.gone) resolve(answer);
      } catch (error) {
        if (!actor.gone) reject(error);
      }
    };
    this.#tasks.push({ actor, label, at: this.#clock.now() + this.#random.below(longestDelayMs), run });
    return promise;
  }

  /** Gives turns until nobody waits for one, `most` were given, or `before`, called before each, says no. */
  async run(most: number, before: () => Promise<boolean>): Promise<void> {
    await nextTurn();
    for (let given = 0; given < most; given += 1) {
      if (!(await before())) return;
      const task = this.#next();
      if (task === undefined) return;
      if (task.actor.gone) continue;
      this.#clock.moveTo(task.at);
      this.#record(`${task.actor.name} ${task.label}`);
      await task.run();
      await nextTurn();
    }
  }

  #next(): Task | undefined {
    this.#tasks.sort((left, right) => left.at - right.at);
    return this.#tasks.splice(this.#random.below(Math.min(reach, this.#tasks.length)), 1)[0];
  }
}
