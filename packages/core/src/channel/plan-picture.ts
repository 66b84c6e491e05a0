import type { Candle } from '../domain/candle.ts';
import type { DecimalString, Direction } from '../domain/trade-plan.ts';

/** What a chart of a plan shows, as data: stored with the message, drawn when it is delivered. */
export interface PlanPicture {
  readonly symbol: string;
  readonly direction: Direction;
  readonly timeframe?: string;
  /** What the picture shows, in words, for those who cannot see it. */
  readonly alt: string;
  /** Closed bars, oldest first; may be empty. */
  readonly candles: readonly Candle[];
  readonly entry: { readonly near: DecimalString; readonly far: DecimalString };
  readonly stop: DecimalString;
  readonly targets: readonly {
    readonly price: DecimalString;
    /** Such as `T1 1.33 R`. */
    readonly label: string;
  }[];
}

/** Draws a picture as a PNG. Handed to channels; nobody draws before a part is delivered. */
export type DrawPicture = (picture: PlanPicture, signal: AbortSignal) => Promise<Uint8Array>;
