import { Decimal, type Instrument, settlementOf } from '@tradewarden/core';
import type { OrderRequest, VenueRejection } from '@tradewarden/core/venue';

export interface Refusal {
  readonly code: VenueRejection;
  readonly reason: string;
}

const idGrammar = /^[\w-]{1,36}$/;

/** What can be refused without knowing anything but the instrument. */
export function checkRequest(request: OrderRequest, instrument: Instrument, at: number): Refusal | undefined {
  const { clientOrderId, instruction, validUntil } = request;
  if (!idGrammar.test(clientOrderId))
    return { code: 'BAD_ID', reason: 'clientOrderId takes 1 to 36 of A-Z a-z 0-9 _ -' };
  if (at > validUntil)
    return { code: 'EXPIRED_REQUEST', reason: `arrived ${at - validUntil} ms after validUntil` };
  if (instruction.kind === 'limit' && instruction.goodTill !== undefined && instruction.goodTill <= at)
    return { code: 'EXPIRED_REQUEST', reason: 'goodTill has passed' };
  return checkPrice(request, instrument) ?? checkQuantity(request, instrument);
}

function checkPrice({ instruction }: OrderRequest, { tick }: Instrument): Refusal | undefined {
  if (instruction.kind === 'market') return undefined;
  const text = instruction.kind === 'stop-market' ? instruction.trigger : instruction.price;
  const price = Decimal.tryParse(text);
  if (price?.isPositive() !== true)
    return { code: 'FILTER_PRICE', reason: `price ${text} is not a number above zero` };
  if (tick !== undefined && !price.floorToStep(tick).eq(price))
    return { code: 'FILTER_PRICE', reason: `price ${text} is not a multiple of the tick ${tick}` };
  return undefined;
}

function checkQuantity(request: OrderRequest, instrument: Instrument): Refusal | undefined {
  const { step, minimumQuantity, maximumQuantity, minimumNotional } = instrument;
  const quantity = Decimal.tryParse(request.quantity);
  const refuse = (reason: string): Refusal => ({ code: 'FILTER_QUANTITY', reason });
  if (quantity?.isPositive() !== true)
    return refuse(`quantity ${request.quantity} is not a number above zero`);
  if (!quantity.floorToStep(step).eq(quantity))
    return refuse(`quantity ${request.quantity} is not a multiple of the step ${step}`);
  if (minimumQuantity !== undefined && quantity.lt(minimumQuantity))
    return refuse(`quantity ${request.quantity} is below ${minimumQuantity}`);
  if (maximumQuantity !== undefined && quantity.gt(maximumQuantity))
    return refuse(`quantity ${request.quantity} is above ${maximumQuantity}`);
  const { instruction } = request;
  // Closing orders are let through below the least value, as the large venues do.
  if (minimumNotional === undefined || request.reduceOnly || !('price' in instruction)) return undefined;
  const value =
    settlementOf(instrument).contract === 'inverse' ? quantity : quantity.times(instruction.price);
  return value.lt(minimumNotional)
    ? { code: 'FILTER_NOTIONAL', reason: `value ${value.toString()} is below ${minimumNotional}` }
    : undefined;
}
