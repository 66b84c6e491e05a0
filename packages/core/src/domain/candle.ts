import type { DecimalString } from './trade-plan.ts';

/** One closed bar. `time` is its open, epoch ms UTC. */
export interface Candle {
  readonly time: number;
  readonly open: DecimalString;
  readonly high: DecimalString;
  readonly low: DecimalString;
  readonly close: DecimalString;
  readonly volume: DecimalString;
}
