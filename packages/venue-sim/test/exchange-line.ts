import { type Candle, type Instrument } from '@tradewarden/core';
import type { Instruction, OrderRequest, Side, VenueFill } from '@tradewarden/core/venue';
import { Exchange, type ExchangeOptions } from '../src/exchange/index.ts';

export const btc = 'BTC/USDT:USDT';

export const linear: Instrument = {
  symbol: btc,
  base: 'BTC',
  quote: 'USDT',
  step: '0.001',
  tick: '0.1',
  minimumQuantity: '0.001',
  minimumNotional: '5',
  maximumQuantity: '2000',
};

export const inverse: Instrument = {
  symbol: 'BTC/USD:BTC',
  base: 'BTC',
  quote: 'USD',
  step: '1',
  tick: '0.5',
  minimumNotional: '1',
};

/** An exchange without fees and slippage unless asked for, so that figures can be read. */
export const plainExchange = (options: Partial<ExchangeOptions> = {}): Exchange =>
  new Exchange({
    instruments: [linear, inverse],
    deposits: { USDT: '10000', BTC: '1' },
    fees: { maker: '0', taker: '0' },
    slippage: '0',
    ...options,
  });

export const hour = 3_600_000;

let count = 0;

/** A valid request; every call has an id of its own. */
export function request(
  side: Side,
  quantity: string,
  instruction: Instruction,
  rest: Partial<OrderRequest> = {},
): OrderRequest {
  count += 1;
  return {
    clientOrderId: `order-${count}`,
    symbol: btc,
    side,
    quantity,
    instruction,
    reduceOnly: false,
    validUntil: Number.MAX_SAFE_INTEGER,
    ...rest,
  };
}

export const bar = (open: string, high: string, low: string, close: string, time = 0): Candle => ({
  time,
  open,
  high,
  low,
  close,
  volume: '1000',
});

/** Walks a bar to its end; what is done at a stop is up to `react`. */
export function walk(exchange: Exchange, candle: Candle, react: () => void = () => undefined): void {
  for (const _ of exchange.bar(btc, candle, hour)) react();
}

export const fillsOf = (exchange: Exchange): readonly VenueFill[] =>
  exchange.ledger.flatMap((entry) => (entry.kind === 'filled' ? [entry.fill] : []));
