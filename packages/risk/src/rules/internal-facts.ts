/** What the gate reads of the ledger, as facts: amounts in account currency as decimal text. */
export interface ExposureFact {
  readonly totalNotional: string;
  readonly symbolNotional: string;
  readonly totalRisk: string;
  readonly positions: string;
}

/** Live reservations of the plan's symbol. */
export interface BookFact {
  readonly long: number;
  readonly short: number;
}

/** The last approval of the symbol and direction, or `null`. */
export interface ClaimFact {
  readonly planId: string;
  readonly at: number;
}
