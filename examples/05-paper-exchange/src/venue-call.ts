/** What goes over the line, one JSON text a line: a call, and its answer with the same number. */
export interface VenueCall {
  readonly id: number;
  readonly method: VenueMethod;
  readonly parameter?: unknown;
}

export interface VenueAnswer {
  readonly id: number;
  readonly answer: unknown;
}

export type VenueMethod =
  | 'submit'
  | 'lookup'
  | 'cancel'
  | 'openOrders'
  | 'fillsSince'
  | 'positions'
  | 'balances'
  | 'serverTime'
  | 'identity'
  | 'candles'
  | 'equity'
  | 'instrument'
  | 'quote';

export interface CandleRequest {
  readonly symbol: string;
  readonly timeframe: string;
  readonly from: number;
  readonly to: number;
}
