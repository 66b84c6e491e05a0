import type { Costs } from '@tradewarden/core';
import type { Limits } from './limits.ts';

/** What a trade is assumed to cost: taker fees both ways and the slippage of the stop. */
export const costsOf = (limits: Limits): Costs => ({
  entryFee: limits.number('fees.taker'),
  exitFee: limits.number('fees.taker'),
  stopSlippage: limits.number('stop.slippage'),
});
