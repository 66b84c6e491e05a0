import { type Instrument, VirtualClock } from '@tradewarden/core';
import { approve } from '@tradewarden/core/gate';
import type { VenueBench } from '@tradewarden/testing';
import { Exchange } from '../src/exchange/exchange.ts';
import type { ExchangeOptions } from '../src/exchange/exchange-options.ts';
import { exchangeVenue, type ExchangeVenueOptions } from '../src/port/exchange-venue.ts';

const instrument: Instrument = { symbol: 'BTC/USDT', base: 'BTC', quote: 'USDT', step: '0.001', tick: '0.1' };
const price = '42000';

export interface SimulatedBench extends VenueBench {
  readonly exchange: Exchange;
}

/** The simulated venue for the laws of venues: a quote, money, and a line that can be cut. */
export function simulatedBench(
  changes: Partial<ExchangeVenueOptions> = {},
  market: Partial<ExchangeOptions> = {},
): SimulatedBench {
  const clock = new VirtualClock(1_737_296_625_123);
  const exchange = new Exchange({ instruments: [instrument], deposits: { USDT: '1000000' }, ...market });
  exchange.quote(instrument.symbol, { bid: price, ask: price }, clock.now());
  const cut = exchangeVenue(exchange, { clock, faults: { fate: () => ({ kind: 'request-lost' }) } });
  return {
    exchange,
    venue: exchangeVenue(exchange, { clock, ...changes }),
    instrument,
    price,
    move: async (to) => exchange.quote(instrument.symbol, { bid: to, ask: to }, clock.now()),
    wait: async (ms) => clock.moveTo(clock.now() + ms),
    approve,
    cut,
  };
}
