import { type Candle, Decimal, type TradePlan } from '@tradewarden/core';
import { breakoutPlan } from './breakout.ts';
import type { ScanProfile } from './scan-profile.ts';
import { SymbolHistory } from './symbol-history.ts';

/** An example scanner: feed it closed bars, one symbol after the other; it answers with a plan when one breaks out. */
export class BreakoutScanner {
  readonly #profile: ScanProfile;
  readonly #barMs: number;
  readonly #histories = new Map<string, SymbolHistory>();

  constructor(profile: ScanProfile, barMs: number) {
    this.#profile = profile;
    this.#barMs = barMs;
  }

  /** `tick`: the price grid of the symbol. */
  onCandle(symbol: string, candle: Candle, tick: string): TradePlan | undefined {
    const history = this.#histories.get(symbol) ?? new SymbolHistory(this.#profile);
    this.#histories.set(symbol, history);
    const [highest, lowest] = [history.highest(), history.lowest()];
    history.push(candle);
    const atr = history.atr();
    if (highest === undefined || lowest === undefined || atr === undefined || !atr.isPositive())
      return undefined;
    const close = Decimal.of(candle.close);
    const shared = { symbol, candle, barMs: this.#barMs, profile: this.#profile, history, atr, tick };
    if (close.gt(highest)) return breakoutPlan({ ...shared, direction: 'LONG', broken: highest });
    if (close.lt(lowest)) return breakoutPlan({ ...shared, direction: 'SHORT', broken: lowest });
    return undefined;
  }
}
