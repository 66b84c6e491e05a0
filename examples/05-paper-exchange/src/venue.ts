import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Instrument, Quote } from '@tradewarden/core';
import type { EquityReading, EquitySource } from '@tradewarden/core/equity';
import {
  type CancelOutcome,
  guardSubmit,
  type SubmitOutcome,
  type Venue,
  type VenueRead,
} from '@tradewarden/core/venue';
import { ExchangeLine, NotConnectedError } from './exchange-line.ts';
import type { CandleRequest, VenueMethod } from './venue-call.ts';

/** Where the exchange listens, unless `PAPER_EXCHANGE` says otherwise. */
export const paperAddress = (): string =>
  process.env['PAPER_EXCHANGE'] ??
  (process.platform === 'win32'
    ? '\\\\.\\pipe\\tradewarden-paper'
    : join(tmpdir(), 'tradewarden-paper.sock'));

const textOf = (error: unknown): string => (error instanceof Error ? error.message : String(error));

/** The module that the setting `venue` names: what it returns is where `serve` enters, and where `kill` ends what works. */
export function venue(): Venue & { readonly equity: EquitySource } {
  const line = new ExchangeLine(paperAddress());
  /** A read that fails says nothing: it must never look like "none". */
  const read = async <Value>(
    method: VenueMethod,
    signal: AbortSignal,
    parameter?: unknown,
  ): Promise<VenueRead<Value>> => {
    try {
      return await line.ask<VenueRead<Value>>(method, parameter, signal);
    } catch (error) {
      return { status: 'failed', reason: textOf(error) };
    }
  };
  return guardSubmit({
    specification: 'venue/v1',
    id: 'paper',
    capabilities: {
      external: false,
      orders: ['limit', 'limit-ioc', 'market', 'stop-market'],
      reduceOnly: true,
      absenceMarginMs: 1000,
      readLagMs: 500,
    },
    market: {
      id: 'paper',
      instrument: async (symbol) => (await line.ask<Instrument | null>('instrument', symbol)) ?? undefined,
      quote: async (symbol) => (await line.ask<Quote | null>('quote', symbol)) ?? undefined,
      candles: (symbol, timeframe, from, to, signal) =>
        line.ask('candles', { symbol, timeframe, from, to } satisfies CandleRequest, signal),
    },
    equity: {
      id: 'paper',
      measured: true,
      read: ({ signal }) => line.ask<EquityReading>('equity', undefined, signal),
    },
    submit: async (order, signal): Promise<SubmitOutcome> => {
      try {
        return await line.ask<SubmitOutcome>('submit', order, signal);
      } catch (error) {
        const status = error instanceof NotConnectedError ? 'not-sent' : 'unknown';
        return { status, reason: textOf(error) };
      }
    },
    cancel: async (address, signal): Promise<CancelOutcome> => {
      try {
        return await line.ask<CancelOutcome>('cancel', address, signal);
      } catch (error) {
        return { status: 'unknown', reason: textOf(error) };
      }
    },
    lookup: async (address, signal) => {
      try {
        return await line.ask('lookup', address, signal);
      } catch (error) {
        return { status: 'failed', reason: textOf(error) };
      }
    },
    openOrders: (scope, signal) => read('openOrders', signal, scope),
    fillsSince: (cursor, signal) => read('fillsSince', signal, cursor),
    positions: (signal) => read('positions', signal),
    balances: (signal) => read('balances', signal),
    serverTime: (signal) => read('serverTime', signal),
    identity: (signal) => read('identity', signal),
    stop: () => line.close(),
  } satisfies Venue & { readonly equity: EquitySource });
}
