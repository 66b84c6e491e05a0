/** First sights of an order's absence. Only in memory: a new process has to see it twice itself. */
export class Absences {
  readonly #since = new Map<string, number>();

  /**
   * Whether two whole looks, the first of them after the last moment at which the request could take effect, and further
   * apart than a read may be old, have both not found it. All in epoch ms of the venue's clock.
   */
  isProven(clientOrderId: string, { asOf, boundAt, lagMs }: Absence): boolean {
    const first = this.#since.get(clientOrderId);
    // A sight from before the bound belongs to an earlier request of the same id.
    if (asOf <= boundAt || (first !== undefined && first <= boundAt)) this.#since.delete(clientOrderId);
    if (asOf <= boundAt) return false;
    if (first === undefined || first <= boundAt) {
      this.#since.set(clientOrderId, asOf);
      return false;
    }
    return asOf > first + lagMs;
  }

  /** It was seen, or could not be looked for. */
  forget(clientOrderId: string): void {
    this.#since.delete(clientOrderId);
  }
}

export interface Absence {
  readonly asOf: number;
  readonly boundAt: number;
  readonly lagMs: number;
}
