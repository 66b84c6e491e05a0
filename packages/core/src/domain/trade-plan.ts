import type { Json } from './json.ts';

/** A decimal written out: no exponent, no trailing zeros. */
export type DecimalString = string;

export type Direction = 'LONG' | 'SHORT';
export type Style = 'scalp' | 'intraday' | 'swing';
export type Regime = 'trend' | 'range' | 'volatile' | 'unknown';

export interface Target {
  readonly price: DecimalString;
  /** Share of the position that leaves here, in percent; all targets sum to 100. */
  readonly percent: DecimalString;
  readonly rationale?: string;
}

export interface ConfluenceFactor {
  readonly name: string;
  readonly score: DecimalString;
  readonly weight: DecimalString;
  readonly detail?: string;
}

/** What a scanner proposes, parsed: schema version 1. Every number that is not a time or a count is decimal text. */
export interface TradePlan {
  readonly schemaVersion: 1;
  /** Unique per source; derived from the content when the input has none. */
  readonly planId: string;
  readonly revision: number;
  readonly source: string;
  /** Unified, such as `BTC/USDT`, or `BTC/USDT:USDT` for the perpetual. */
  readonly symbol: string;
  readonly direction: Direction;
  readonly style?: Style;
  /** `near` is the aggressive edge of the zone, `far` the conservative one; may be equal. */
  readonly entry: { readonly near: DecimalString; readonly far: DecimalString; readonly rationale?: string };
  readonly stop: { readonly price: DecimalString; readonly rationale?: string };
  readonly targets: readonly [Target, ...Target[]];
  /** Confluence, 0 to 100. */
  readonly score?: DecimalString;
  readonly confluence?: {
    readonly factors: readonly ConfluenceFactor[];
    readonly conflicts: readonly string[];
  };
  readonly regime?: Regime;
  readonly atrRatio?: DecimalString;
  readonly leverage?: DecimalString;
  readonly rationale?: string;
  /** Epoch ms. */
  readonly createdAt: number;
  /** Last moment to enter, epoch ms. */
  readonly expiresAt: number;
  readonly timeframe?: string;
  readonly chartUrl?: string;
  /** Ratios that the scanner states; recomputed, never trusted. */
  readonly claims?: {
    readonly rewardToRisk?: readonly DecimalString[];
    readonly stopPercent?: DecimalString;
  };
  readonly metadata?: { readonly [key: string]: Json | undefined };
}
