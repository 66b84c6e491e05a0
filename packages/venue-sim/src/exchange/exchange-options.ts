import { Decimal, type Instrument } from '@tradewarden/core';

/** What a simulated exchange charges and allows. Amounts are decimal strings, rates fractions of the traded value. */
export interface ExchangeOptions {
  /** Contracts that can be traded: linear and inverse perpetuals, each with a `tick`. */
  readonly instruments: readonly Instrument[];
  /** First deposits, by currency. */
  readonly deposits?: Readonly<Record<string, string>>;
  /** Defaults 0.0002 and 0.00055. */
  readonly fees?: { readonly maker: string; readonly taker: string };
  /** How much worse than the price at hand a market order fills; default 0.0005. */
  readonly slippage?: string;
  /** Share of a bar's volume that our orders may take; absent: all that they want. */
  readonly participation?: string;
  /** Initial margin is the value of the position over this; default 10. */
  readonly leverage?: string;
  /** Of a position that is closed by liquidation; default 0.005. */
  readonly liquidationFee?: string;
  /** Paid by longs to shorts at 00, 08 and 16 UTC, by symbol; absent: none. */
  readonly fundingRates?: Readonly<Record<string, string>>;
  /** Whether an id may be used again once its order has ended, as Binance allows; default `never`. */
  readonly idReuse?: 'never' | 'after-end';
  /** Live orders of one symbol, by namespace; defaults 200 and 10. */
  readonly maximumOrders?: { readonly regular: number; readonly conditional: number };
}

export interface ExchangeRules {
  readonly maker: Decimal;
  readonly taker: Decimal;
  readonly slippage: Decimal;
  readonly participation: Decimal | undefined;
  readonly leverage: Decimal;
  readonly liquidationFee: Decimal;
  readonly idReuse: 'never' | 'after-end';
  readonly maximumOrders: { readonly regular: number; readonly conditional: number };
}

export const rulesOf = (options: ExchangeOptions): ExchangeRules => ({
  maker: Decimal.of(options.fees?.maker ?? '0.0002'),
  taker: Decimal.of(options.fees?.taker ?? '0.00055'),
  slippage: Decimal.of(options.slippage ?? '0.0005'),
  participation: options.participation === undefined ? undefined : Decimal.of(options.participation),
  leverage: Decimal.of(options.leverage ?? '10'),
  liquidationFee: Decimal.of(options.liquidationFee ?? '0.005'),
  idReuse: options.idReuse ?? 'never',
  maximumOrders: options.maximumOrders ?? { regular: 200, conditional: 10 },
});
