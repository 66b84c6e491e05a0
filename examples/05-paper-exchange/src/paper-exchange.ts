import { createServer, type Server, type Socket } from 'node:net';
import { createInterface } from 'node:readline';
import type { Candle, Clock, Instrument, Quote } from '@tradewarden/core';
import type { EquityReading } from '@tradewarden/core/equity';
import { approve } from '@tradewarden/core/gate';
import type { OrderRequest, Venue } from '@tradewarden/core/venue';
import { Exchange, exchangeVenue } from '@tradewarden/venue-sim/exchange';
import { MinuteBars } from './minute-bars.ts';
import type { CandleRequest, VenueCall } from './venue-call.ts';

export interface PaperExchangeOptions {
  readonly clock: Clock;
  readonly instruments: readonly Instrument[];
  /** USDT; default 10000. */
  readonly balance?: string;
}

/** A simulated exchange in a process of its own: what stands there outlives whoever trades. */
export class PaperExchange {
  readonly exchange: Exchange;
  readonly #clock: Clock;
  readonly #balance: string;
  readonly #venue: Venue;
  readonly #instruments: ReadonlyMap<string, Instrument>;
  readonly #prices = new Map<string, string>();
  readonly #bars = new Map<string, MinuteBars>();
  readonly #sockets = new Set<Socket>();
  #server: Server | undefined;

  constructor({ clock, instruments, balance = '10000' }: PaperExchangeOptions) {
    this.#clock = clock;
    this.#balance = balance;
    this.#instruments = new Map(instruments.map((one) => [one.symbol, one]));
    this.exchange = new Exchange({
      instruments,
      deposits: { USDT: balance },
      idReuse: 'after-end',
    });
    this.#venue = exchangeVenue(this.exchange, { clock });
  }

  /** Somebody trades at that price. */
  move(symbol: string, price: string): void {
    this.#prices.set(symbol, price);
    const bars = this.#bars.get(symbol) ?? new MinuteBars();
    this.#bars.set(symbol, bars);
    bars.add(price, this.#clock.now());
    this.exchange.quote(symbol, { bid: price, ask: price }, this.#clock.now());
  }

  /** `address`: a path of a socket, or of a pipe on Windows. */
  async listen(address: string): Promise<void> {
    const server = createServer((socket) => this.#serve(socket));
    this.#server = server;
    const { promise, resolve, reject } = Promise.withResolvers<void>();
    server.once('error', reject);
    server.listen(address, resolve);
    await promise;
  }

  async close(): Promise<void> {
    const { promise, resolve } = Promise.withResolvers<void>();
    if (this.#server === undefined) resolve();
    else this.#server.close(() => resolve());
    for (const socket of this.#sockets) socket.destroy();
    await promise;
  }

  #serve(socket: Socket): void {
    this.#sockets.add(socket);
    socket.on('close', () => this.#sockets.delete(socket));
    socket.on('error', () => {});
    const lines = createInterface({ input: socket });
    lines.on('error', () => {});
    lines.on('line', (line) => {
      const call = JSON.parse(line) as VenueCall;
      void this.#answer(call).then((answer) => socket.write(`${JSON.stringify({ id: call.id, answer })}\n`));
    });
  }

  async #answer({ method, parameter }: VenueCall): Promise<unknown> {
    const { signal } = new AbortController();
    const venue = this.#venue;
    // Approved in the process of whoever sends it: the mark does not travel.
    if (method === 'submit') return venue.submit(approve(parameter as OrderRequest), signal);
    if (method === 'quote') return this.#quote(String(parameter));
    if (method === 'instrument') return this.#instruments.get(String(parameter)) ?? null;
    if (method === 'equity') return this.#equity();
    if (method === 'candles') return this.#candles(parameter as CandleRequest);
    if (method === 'lookup' || method === 'cancel') return venue[method](parameter as never, signal);
    if (method === 'openOrders') return venue.openOrders(parameter as object, signal);
    if (method === 'fillsSince') return venue.fillsSince(parameter as string | undefined, signal);
    return venue[method](signal);
  }

  #equity(): EquityReading {
    const equity = this.exchange.equity('USDT');
    return { equity, netDeposits: this.#balance, at: this.#clock.now() };
  }

  #candles({ symbol, timeframe, from, to }: CandleRequest): readonly Candle[] {
    return timeframe === '1m' ? (this.#bars.get(symbol)?.between(from, to, this.#clock.now()) ?? []) : [];
  }

  #quote(symbol: string): Quote | null {
    const price = this.#prices.get(symbol);
    return price === undefined ? null : { bid: price, ask: price, at: this.#clock.now() };
  }
}
