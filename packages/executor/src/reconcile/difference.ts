/**
 * What is done about a difference. Nothing here sends, cancels or closes anything: `look-up` and `protect` are what the
 * executor does with its next pass, from facts that are in the journal by then.
 */
export type DifferencePolicy =
  | 'look-up'
  | 'protect'
  /** Reported and recorded. */
  | 'alert'
  /** Reported, and nothing new is entered on the symbol until a person has looked. */
  | 'reduce'
  /** Reported, and nothing new is entered in the account until a person has looked. */
  | 'halt';

export type DifferenceKind =
  | 'BALANCE_GAP'
  | 'FILL_GAP'
  | 'FOREIGN_ORDER'
  | 'MISSING_AT_VENUE'
  | 'MISSING_LOCALLY'
  | 'POSITION_QTY_MISMATCH'
  | 'STOP_MISSING'
  | 'UNEXPECTED_POSITION';

/** Every kind of difference between what is journalled and what a venue shows, with what is done about it. */
export const differencePolicies: Readonly<Record<DifferenceKind, DifferencePolicy>> = {
  /** An order that works by the journal is neither listed nor found to have ended. */
  MISSING_AT_VENUE: 'look-up',
  /** An order with an id of ours works that no open plan knows: another writer, or a plan that has ended. */
  MISSING_LOCALLY: 'halt',
  /** An order of somebody else. */
  FOREIGN_ORDER: 'alert',
  /** The venue holds another quantity than the plans on a symbol do. */
  POSITION_QTY_MISMATCH: 'reduce',
  /** The venue holds something on a symbol on which no plan does. */
  UNEXPECTED_POSITION: 'alert',
  /** The venue has counted more as filled than its trades account for. */
  FILL_GAP: 'alert',
  /** Something is held that no stop at the venue guards. */
  STOP_MISSING: 'protect',
  /** A balance has changed without a trade: a transfer, funding, a charge. */
  BALANCE_GAP: 'alert',
};

export interface Difference {
  readonly kind: DifferenceKind;
  readonly policy: DifferencePolicy;
  /** The symbol, or the currency of a balance. */
  readonly subject: string;
  /** The same for the same difference, whenever it is seen. */
  readonly text: string;
}

export const differenceOf = (kind: DifferenceKind, subject: string, text: string): Difference => ({
  kind,
  policy: differencePolicies[kind],
  subject,
  text,
});
