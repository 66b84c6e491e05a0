import { Decimal } from '@tradewarden/core';

/** Fractions of the traded value. */
export interface SimCosts {
  /** For limits: entries and targets. */
  readonly maker: Decimal;
  /** For stops. */
  readonly taker: Decimal;
  /** How much worse than its trigger a stop fills. */
  readonly stopSlippage: Decimal;
}

export const defaultCosts: SimCosts = {
  maker: Decimal.of('0.0002'),
  taker: Decimal.of('0.00055'),
  stopSlippage: Decimal.of('0.0005'),
};
