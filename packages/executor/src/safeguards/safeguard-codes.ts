/** Why a safeguard keeps an entry back, each with what it means. Never renamed, never reused. */
export const safeguardCodes = {
  DOUBLE_FIRE: 'Another plan fired on this symbol in this direction within the window.',
  DUPLICATE_PLAN: 'A plan with the same content was fired before, under another id.',
  FOREIGN_ORDER: 'The venue has an order on this symbol that no open plan of ours placed.',
  FOREIGN_POSITION: 'The venue holds more or less of this symbol than our open plans account for.',
  NEAR_DUPLICATE: 'An open plan enters the same symbol at about the same price with about the same size.',
  NOTIONAL_TOO_SMALL: 'An entry is worth less than the venue takes.',
  OFF_GRID: 'A price or quantity is not on the grid of the market.',
  ORDER_RATE: 'As many orders as are allowed in a minute were sent.',
  PRICE_COLLAR: 'The entry is further from the market than is allowed.',
  QUANTITY_OUT_OF_RANGE: 'An entry is smaller or larger than the venue takes.',
  QUOTE_MISSING: 'There is no price to hold the entry against.',
  QUOTE_STALE: 'The price to hold the entry against is too old, or from the future.',
  RISK_LIMIT: 'What all plans and positions can lose would be more than is allowed.',
  RISK_UNKNOWN: 'What is held cannot be read or counted.',
  ROUNDED_WRONG:
    'A price was rounded to where the loss is smaller than it would be, or more is entered than was approved.',
  SIGNAL_STALE: 'The time of the plan is over.',
  SPREAD_TOO_WIDE: 'Bid and ask are further apart than is allowed.',
  STOP_WRONG_SIDE: 'The stop would trigger at once.',
  STORE_UNREACHABLE: 'The store does not answer, so that nothing can be claimed or counted.',
  VENUE_UNREADABLE: 'The venue does not say what is there.',
} as const;

export type SafeguardCode = keyof typeof safeguardCodes;

/** A refusal of this house's own safeguards. */
export interface SafeguardRefusal {
  readonly code: SafeguardCode;
  readonly reason: string;
  /** Whether the same plan may be tried again while it is good. */
  readonly retry?: boolean;
}

export const refused = (code: SafeguardCode, reason: string): SafeguardRefusal => ({ code, reason });

/** What may pass by itself: the plan waits. */
export const heldUp = (code: SafeguardCode, reason: string): SafeguardRefusal => ({
  code,
  reason,
  retry: true,
});
