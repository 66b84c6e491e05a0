/** How a caller may wait: turning its event loop, or sleeping until it is woken. */
export type Wait = 'awake' | 'asleep';

/** One in so many tries the way that seems worse: what was true before may no longer be. */
const tryOtherEvery = 16;
/** Of its value: how far one measurement moves a median. One slow sync must not decide. */
const step = 0.02;
/** Turning costs processor time, so it has to be worth it. */
const worthwhile = 0.95;

/** Follows the medians of two ways to wait, and chooses the shorter one. */
export class LesserWait {
  readonly #medians: Record<Wait, number> = { awake: 0, asleep: 0 };
  #choices = 0;

  choose(): Wait {
    this.#choices += 1;
    if (this.#choices <= tryOtherEvery) return this.#choices % 2 === 0 ? 'asleep' : 'awake';
    const { awake, asleep } = this.#medians;
    const better = awake < asleep * worthwhile ? 'awake' : 'asleep';
    if (this.#choices % tryOtherEvery !== 0) return better;
    return better === 'awake' ? 'asleep' : 'awake';
  }

  took(wait: Wait, ms: number): void {
    const median = this.#medians[wait];
    // The first commits of all may be slow, and none is much too fast by chance.
    if (this.#choices <= tryOtherEvery) this.#medians[wait] = Math.min(ms, median === 0 ? ms : median);
    else this.#medians[wait] = median * (ms > median ? 1 + step : 1 - step);
  }
}
