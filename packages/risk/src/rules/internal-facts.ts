/** Live reservations of the plan's symbol, as the gate reads them of the ledger. */
export interface BookFact {
  readonly long: number;
  readonly short: number;
}

/** The last approval of the symbol and direction, or `null`. */
export interface ClaimFact {
  readonly planId: string;
  readonly at: number;
}
