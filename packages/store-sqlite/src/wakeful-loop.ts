import { performance } from 'node:perf_hooks';
import { LesserWait } from './lesser-wait.ts';

/** A commit that takes longer gains nothing from it; the loop then sleeps until the answer comes. */
const longestMs = 1;

/**
 * Keeps the event loop of the caller turning while one commit is under way, where that is faster: a thread that sleeps
 * takes 25 µs and more to wake up. Nothing waits for it: every turn does whatever else there is to do.
 *
 * Where all processors are busy the turns would keep one from the thread that writes, so both ways are measured.
 */
export class WakefulLoop {
  readonly #wait = new LesserWait();
  #until = 0;
  #isTurning = false;

  /** The loop turns until the returned function is called, or sleeps: whichever took less time lately. */
  awaitAnswer(): () => void {
    const from = performance.now();
    const isAwake = this.#wait.choose() === 'awake';
    if (isAwake) {
      this.#until = from + longestMs;
      this.#turn();
    }
    return () => {
      this.#until = 0;
      this.#wait.took(isAwake ? 'awake' : 'asleep', performance.now() - from);
    };
  }

  #turn(): void {
    if (this.#isTurning) return;
    this.#isTurning = true;
    setImmediate(() => {
      this.#isTurning = false;
      if (performance.now() < this.#until) this.#turn();
    });
  }
}
