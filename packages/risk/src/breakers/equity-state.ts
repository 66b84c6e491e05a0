import { type Book, bookKey, Decimal, type Entry } from '@tradewarden/core';

type BreakerBook = Pick<Book, 'account' | 'mode'>;

/** What the account was worth when a day or week began. */
export interface EquityWindow {
  /** `2025-10-10`; of a week its Monday. */
  readonly start: string;
  readonly unit: string;
  readonly equity: string;
}

/** Breakers that are measured by equity, the mildest first. */
export type EquityBreaker = 'daily-loss' | 'weekly-loss' | 'drawdown-reducing' | 'drawdown-halted';

/**
 * What the equity breakers know of an account, at `<account>/<mode>/breakers/equity`. Amounts are in account currency;
 * `unit` is the value of one unit of the account, which payments in and out do not change: it begins at 1.
 */
export interface EquityState {
  readonly equity: string;
  readonly netDeposits: string;
  /** Of the last reading that was trusted, epoch ms. */
  readonly at: number;
  readonly unit: string;
  readonly highWater: string;
  readonly day: EquityWindow;
  readonly week: EquityWindow;
  /** Whether sizes are cut: from the first drawdown tier until the drawdown has been made good. */
  readonly reduced: boolean;
  /** Readings in a row beyond the limit of a breaker. */
  readonly beyond: Readonly<Partial<Record<EquityBreaker, number>>>;
}

export const equityStateKey = (book: BreakerBook): string => bookKey(book, 'breakers', 'equity');

/** There while the equity cannot be trusted: `{ since, reason }`. */
export const untrustedKey = (book: BreakerBook): string => bookKey(book, 'breakers', 'untrusted');

/** `undefined`: nobody has observed anything. @throws {TypeError} what stands there is no such state. */
export function readEquityState(entry: Entry | null | undefined): EquityState | undefined {
  if (entry === null || entry === undefined) return undefined;
  const state = entry.value as Partial<EquityState> | null;
  const amounts = [
    state?.equity,
    state?.netDeposits,
    state?.unit,
    state?.highWater,
    ...[state?.day, state?.week].flatMap((window) => [window?.unit, window?.equity]),
  ];
  const sound =
    amounts.every((amount) => typeof amount === 'string' && Decimal.tryParse(amount) !== undefined) &&
    [state?.day?.start, state?.week?.start].every((start) => typeof start === 'string') &&
    typeof state?.beyond === 'object' &&
    typeof state.reduced === 'boolean' &&
    Number.isSafeInteger(state.at);
  if (!sound) throw new TypeError('the state of the equity breakers cannot be read');
  return state as EquityState;
}
