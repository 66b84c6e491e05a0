import { type Book, bookKey, type Direction, type Entry } from '@tradewarden/core';

/** What a cooldown holds back: `all`, or `symbol BTC/USDT`, `side LONG`, `source scanner`. */
export interface Cooldown {
  readonly scope: string;
  /** Epoch ms: over from then on. */
  readonly until: number;
  readonly why: 'stop' | 'loss' | 'venue-rejection';
}

/** What the breakers know of closed positions, at `<account>/<mode>/breakers/outcomes`. */
export interface OutcomeState {
  /** Losses in a row; what came out at about nothing neither counts nor ends them. */
  readonly losses: number;
  readonly cooldowns: readonly Cooldown[];
}

export const outcomeStateKey = (book: Pick<Book, 'account' | 'mode'>): string =>
  bookKey(book, 'breakers', 'outcomes');

/** Nothing has closed when nothing stands there. @throws {TypeError} what stands there is no such state. */
export function readOutcomeState(entry: Entry | null | undefined): OutcomeState {
  if (entry === null || entry === undefined) return { losses: 0, cooldowns: [] };
  const state = entry.value as Partial<OutcomeState> | null;
  const sound =
    Number.isSafeInteger(state?.losses) &&
    Array.isArray(state?.cooldowns) &&
    (state.cooldowns as readonly (Partial<Cooldown> | null)[]).every(
      (one) => typeof one?.scope === 'string' && Number.isSafeInteger(one.until),
    );
  if (!sound) throw new TypeError('what the breakers know of closed positions cannot be read');
  return state as OutcomeState;
}

interface CooledSubject {
  readonly symbol: string;
  readonly direction: Direction;
  readonly source: string;
}

/** The scope of a cooldown after something of this subject. */
export function cooldownScope(kind: string, { symbol, direction, source }: CooledSubject): string {
  if (kind === 'all') return 'all';
  if (kind === 'side') return `side ${direction}`;
  return kind === 'source' ? `source ${source}` : `symbol ${symbol}`;
}

/** Every scope that holds a plan back. */
export const cooldownScopes = (subject: CooledSubject): readonly string[] =>
  ['all', 'symbol', 'side', 'source'].map((kind) => cooldownScope(kind, subject));
