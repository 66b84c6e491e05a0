/** Requests that are under way: each takes effect when the exchange's clock has come to its time. */
export class Wire {
  #under: { readonly at: number; readonly arrive: (at: number) => unknown }[] = [];

  later(at: number, arrive: (at: number) => unknown): void {
    this.#under.push({ at, arrive });
  }

  /** Lets everything arrive whose time has come, in order of time. */
  deliver(now: number): void {
    const due = this.#under.filter(({ at }) => at <= now).toSorted((left, right) => left.at - right.at);
    this.#under = this.#under.filter(({ at }) => at > now);
    for (const { at, arrive } of due) arrive(at);
  }
}
