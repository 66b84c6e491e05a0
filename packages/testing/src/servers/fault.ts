/** What a fake server does with one request instead of answering it properly. */
export type Fault =
  /** This answer, without looking at the request. */
  | {
      readonly do: 'answer';
      readonly status: number;
      readonly body: unknown;
      readonly headers?: Readonly<Record<string, string>>;
    }
  /** The connection ends before the request is processed. */
  | { readonly do: 'drop' }
  /** The request is processed, and the connection ends before the answer. */
  | { readonly do: 'drop-answer' }
  /** An HTML page, as a proxy in between would send; with `processed` the request was handled behind it. */
  | { readonly do: 'garbage'; readonly status?: number; readonly processed?: boolean }
  /** Processed or not, no answer until the client leaves. */
  | { readonly do: 'hang'; readonly processed?: boolean }
  /** The proper answer, this much later in real time. */
  | { readonly do: 'delay'; readonly ms: number }
  | { readonly do: 'pass' };

/** Faults in order of use, one for each request; without any left requests are answered properly. */
export class FaultScript {
  readonly #faults: Fault[] = [];

  add(...faults: readonly Fault[]): void {
    this.#faults.push(...faults);
  }

  next(): Fault {
    return this.#faults.shift() ?? { do: 'pass' };
  }

  clear(): void {
    this.#faults.length = 0;
  }
}
