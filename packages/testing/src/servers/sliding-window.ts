/** At most `limit` grants in any window of `windowMs`: kept as the times of the last grants. */
export class SlidingWindow {
  readonly limit: number;
  readonly windowMs: number;
  readonly #grants: number[] = [];

  constructor(limit: number, windowMs: number) {
    this.limit = limit;
    this.windowMs = windowMs;
  }

  /** How long until one more would fit; 0: now. */
  waitMs(now: number): number {
    this.#forget(now);
    const oldest = this.#grants[this.#grants.length - this.limit];
    return oldest === undefined ? 0 : oldest + this.windowMs - now;
  }

  /** How many more fit now. */
  remaining(now: number): number {
    this.#forget(now);
    return Math.max(0, this.limit - this.#grants.length);
  }

  grant(now: number): void {
    this.#grants.push(now);
  }

  #forget(now: number): void {
    while ((this.#grants[0] ?? now) <= now - this.windowMs) this.#grants.shift();
  }
}
