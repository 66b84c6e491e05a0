/** Expired keys are invisible, so nothing but space waits for their removal. */
const pauseMs = 20;

/** When a batch should also remove expired keys: one of several commits always, a lone one not every time. */
export class Sweeps {
  #sweptAt = Number.NEGATIVE_INFINITY;

  /** `now` is the time on the store's clock, which may go back. */
  isDue(now: number, commits: number): boolean {
    const elapsed = now - this.#sweptAt;
    if (commits === 1 && elapsed >= 0 && elapsed < pauseMs) return false;
    this.#sweptAt = now;
    return true;
  }
}
