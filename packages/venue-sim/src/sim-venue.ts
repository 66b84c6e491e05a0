import {
  type Amount,
  type BracketOrder,
  type Candle,
  Decimal,
  defineVenue,
  type MarketData,
  type Venue,
  type VenueFactory,
} from '@tradewarden/core';
import type { EquitySource } from '@tradewarden/core/equity';
import * as z from 'zod';
import { Engine } from './engine/engine.ts';
import { defaultCosts } from './engine/sim-costs.ts';

export interface SimVenueOptions {
  /** Default `sim`. */
  readonly id?: string | undefined;
  /** Prices and instruments, offered on to whoever asks the venue. */
  readonly market?: MarketData | undefined;
  /** Fractions of the traded value; defaults 0.0002, 0.00055 and 0.0005. */
  readonly fees?: { readonly maker: string; readonly taker: string } | undefined;
  readonly stopSlippage?: string | undefined;
  /** What the account begins with, in the currency that the markets settle in; default 10000. */
  readonly balance?: string | undefined;
}

/** The simulated venue lives in its process: brackets end with it. */
export interface SimVenue extends Venue {
  /** Gives the venue a closed bar. `barMs`: its duration; `tick`: the price grid. */
  onCandle(symbol: string, candle: Candle, barMs: number, tick: string): void;
  /** Cash, and what is held at the last closes; true at the close of the latest bar. */
  readonly equity: EquitySource;
  /** Pays in, or takes out when negative. @throws {InvalidNumberError} */
  transfer(amount: Amount): void;
}

const decimal = z
  .string()
  .refine((text) => Decimal.tryParse(text)?.isNegative() === false, 'expected a decimal of at least 0');

const schema: z.ZodType<SimVenueOptions, SimVenueOptions> = z.strictObject({
  id: z.string().min(1).optional(),
  market: z.custom<MarketData>((value) => typeof value === 'object' && value !== null).optional(),
  fees: z.strictObject({ maker: decimal, taker: decimal }).optional(),
  stopSlippage: decimal.optional(),
  balance: decimal.optional(),
});

/** A deterministic venue, driven by candles. */
export const venueSim: VenueFactory<SimVenueOptions, SimVenue> = defineVenue({
  name: 'venue-sim',
  version: '0.1.0',
  options: schema,
  create: ({ id = 'sim', market, fees, stopSlippage, balance }, { clock }): SimVenue => {
    const engine = new Engine(
      {
        maker: fees === undefined ? defaultCosts.maker : Decimal.of(fees.maker),
        taker: fees === undefined ? defaultCosts.taker : Decimal.of(fees.taker),
        stopSlippage: stopSlippage === undefined ? defaultCosts.stopSlippage : Decimal.of(stopSlippage),
      },
      balance === undefined ? undefined : Decimal.of(balance),
    );
    return {
      specification: 'venue/v1',
      id,
      capabilities: { external: false, attachedProtection: true, clientOrderIds: true },
      ...(market === undefined ? {} : { market }),
      submit: async (order) => {
        const problem = problemOf(order);
        if (problem !== undefined) return { status: 'rejected', ...problem };
        const { known, report } = engine.submit(order, clock.now());
        return { status: known ? 'duplicate' : 'accepted', report };
      },
      lookup: async (clientOrderId) => engine.lookup(clientOrderId),
      cancel: async (clientOrderId) => engine.cancel(clientOrderId),
      equity: {
        id,
        measured: true,
        read: async ({ now }) => ({
          equity: engine.account.equity().toString(),
          netDeposits: engine.account.netDeposits.toString(),
          at: engine.now === 0 ? now : engine.now,
        }),
      },
      transfer: (amount) => engine.account.transfer(Decimal.of(amount, 'amount')),
      onCandle: (symbol, candle, barMs, tick) => engine.onCandle(symbol, candle, barMs, tick),
    };
  },
});

/** What a venue would refuse. */
function problemOf(order: BracketOrder): { readonly code: string; readonly reason: string } | undefined {
  const quantity = Decimal.of(order.quantity);
  if (!quantity.isPositive()) return { code: 'QUANTITY_INVALID', reason: 'the quantity must be above zero' };
  const leaving = order.targets.reduce((sum, target) => sum.plus(target.quantity), Decimal.zero);
  if (!leaving.eq(quantity))
    return { code: 'TARGETS_INVALID', reason: 'the targets must close exactly the quantity' };
  return undefined;
}
