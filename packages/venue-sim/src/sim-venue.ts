import {
  type Amount,
  type Clock,
  Decimal,
  defaultInstrument,
  type Instrument,
  type MarketData,
} from '@tradewarden/core';
import type { EquitySource } from '@tradewarden/core/equity';
import { defineVenue, type Venue, type VenueFactory } from '@tradewarden/core/venue';
import * as z from 'zod';
import { Exchange, type SymbolBar } from './exchange/exchange.ts';
import type { LedgerEntry } from './exchange/ledger-entry.ts';
import { exchangeVenue } from './port/exchange-venue.ts';
import { type FaultPlan, noFaults } from './port/faults.ts';
import type { Latency } from './port/latency.ts';
import { Wire } from './port/wire.ts';

export interface SimVenueOptions {
  /** Default `sim`. */
  readonly id?: string | undefined;
  /** Prices and instruments, offered on to whoever asks the venue; a symbol that it does not know trades in the finest steps. */
  readonly market?: MarketData | undefined;
  /** Fractions of the traded value; defaults 0.0002 and 0.00055. */
  readonly fees?: { readonly maker: string; readonly taker: string } | undefined;
  /** How much worse than the price at hand stops and market orders fill; default 0.0005. */
  readonly slippage?: string | undefined;
  /** What the account begins with, in `currency`; default 10000. */
  readonly balance?: string | undefined;
  /** Default `USDT`. */
  readonly currency?: string | undefined;
  /** Initial margin is the value of all positions over this; default 10. */
  readonly leverage?: string | undefined;
  /** What goes wrong on the way to the exchange; default nothing. */
  readonly faults?: FaultPlan | undefined;
  /** How long requests and answers travel, by the app's clock; default no time at all. */
  readonly latency?: Latency | undefined;
}

/** The simulated venue lives in its process: what it holds ends with it. */
export interface SimVenue extends Venue {
  /** The exchange's own list of everything that has happened, oldest first. */
  readonly ledger: readonly LedgerEntry[];
  /**
   * Walks closed bars that began together. `react` is awaited wherever something happened, at `at` of the exchange's clock
   * (epoch ms), and once at the end of the bars: move the clock there and let the executor work.
   */
  walk(bars: readonly SymbolBar[], barMs: number, react?: (at: number) => Promise<unknown>): Promise<void>;
  /** Cash and open results at mark, in the account's currency; true at the latest moment that was walked. */
  readonly equity: EquitySource;
  /** Pays in, or takes out when negative. @throws {InvalidNumberError} */
  transfer(amount: Amount): void;
}

const decimal = z
  .string()
  .refine((text) => Decimal.tryParse(text)?.isNegative() === false, 'expected a decimal of at least 0');
const positive = z
  .string()
  .refine((text) => Decimal.tryParse(text)?.isPositive() === true, 'expected a decimal above 0');
const object = <Value extends object>(): z.ZodType<Value, Value> =>
  z.custom<Value>((value) => typeof value === 'object' && value !== null);

const schema: z.ZodType<SimVenueOptions, SimVenueOptions> = z.strictObject({
  id: z.string().min(1).optional(),
  market: object<MarketData>().optional(),
  fees: z.strictObject({ maker: decimal, taker: decimal }).optional(),
  slippage: decimal.optional(),
  balance: decimal.optional(),
  currency: z.string().min(1).optional(),
  leverage: positive.optional(),
  faults: object<FaultPlan>().optional(),
  latency: z
    .strictObject({ fromMs: z.int().min(0), toMs: z.int().min(0), seed: z.int() })
    .refine(({ fromMs, toMs }) => fromMs <= toMs, 'toMs must be at least fromMs')
    .optional(),
});

/** A deterministic venue, driven by candles. */
export const venueSim: VenueFactory<SimVenueOptions, SimVenue> = defineVenue({
  name: 'venue-sim',
  version: '0.1.0',
  options: schema,
  create: (options, { clock }): SimVenue => simVenue(options, clock),
});

function simVenue(options: SimVenueOptions, clock: Clock): SimVenue {
  const { id = 'sim', market, fees, slippage, leverage, faults = noFaults, latency } = options;
  const { balance = '10000', currency = 'USDT' } = options;
  const exchange = new Exchange({
    instruments: [],
    deposits: { [currency]: balance },
    ...(fees === undefined ? {} : { fees }),
    ...(slippage === undefined ? {} : { slippage }),
    ...(leverage === undefined ? {} : { leverage }),
  });
  const port = exchangeVenue(exchange, {
    clock,
    id,
    faults,
    wire: new Wire(),
    ...(market === undefined ? {} : { market }),
    ...(latency === undefined ? {} : { latency }),
  });
  /** A market that does not answer keeps nobody from being guarded: what is listed stays listed. */
  const list = async (symbol: string): Promise<void> => {
    const known: Instrument | undefined = await market?.instrument(symbol).catch(() => undefined);
    exchange.list(known ?? defaultInstrument(symbol));
  };
  const submit = port.submit.bind(port);
  let deposited = Decimal.of(balance);
  return Object.assign(port, {
    submit: async (...[order, signal]: Parameters<Venue['submit']>) => {
      await list(order.symbol);
      return submit(order, signal);
    },
    ledger: exchange.ledger,
    walk: async (
      bars: readonly SymbolBar[],
      barMs: number,
      react?: (at: number) => Promise<unknown>,
    ): Promise<void> => {
      for (const { symbol } of bars) await list(symbol);
      for (const _ of exchange.bars(bars, barMs)) await react?.(exchange.now);
      await react?.(exchange.now);
    },
    equity: {
      id,
      measured: true,
      read: async ({ now }) => ({
        equity: exchange.equity(currency),
        netDeposits: deposited.toString(),
        at: exchange.now === 0 ? now : exchange.now,
      }),
    } satisfies EquitySource,
    transfer: (amount: Amount): void => {
      const paid = Decimal.of(amount, 'amount');
      deposited = deposited.plus(paid);
      exchange.transfer(currency, paid.toString());
    },
  });
}
