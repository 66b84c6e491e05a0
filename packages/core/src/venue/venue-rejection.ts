/** Why a venue refuses an order, in our words: adapters map every venue's own codes to these. */
export type VenueRejection =
  | 'BAD_ID'
  | 'DUPLICATE_ID'
  | 'EXPIRED_REQUEST'
  | 'FILTER_NOTIONAL'
  | 'FILTER_PRICE'
  | 'FILTER_QUANTITY'
  | 'INSUFFICIENT_MARGIN'
  | 'MARKET_CLOSED'
  | 'OTHER'
  | 'REDUCE_ONLY_REJECTED'
  | 'SELF_TRADE'
  | 'TOO_MANY_ORDERS'
  | 'UNKNOWN_SYMBOL'
  | 'WOULD_TRIGGER_IMMEDIATELY';
