/** What may still be done while something is latched; every one of them stops new entries. ACTIVE is the absence of a latch. */
export type TradingState = 'RECONCILING' | 'REDUCING' | 'CANCEL_ONLY' | 'HALTED';

/** From the loosest to the strictest. */
const strictness: readonly TradingState[] = ['RECONCILING', 'REDUCING', 'CANCEL_ONLY', 'HALTED'];

export const isTradingState = (value: unknown): value is TradingState =>
  strictness.some((state) => state === value);

/** Whether `left` forbids at least what `right` forbids. */
export const isAtLeast = (left: TradingState, right: TradingState): boolean =>
  strictness.indexOf(left) >= strictness.indexOf(right);

/** The strictest of them; of none HALTED, so that a mistake stops trading instead of allowing it. */
export const strictest = (states: readonly TradingState[]): TradingState =>
  states.length === 0 ? 'HALTED' : states.reduce((most, state) => (isAtLeast(state, most) ? state : most));
