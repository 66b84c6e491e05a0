import type { Book, Entry, Json, LatchCause, Put } from '@tradewarden/core';
import { readingSkewMs, type TrustedEquity } from '@tradewarden/core/equity';
import type { Limits } from '../limits/limits.ts';
import { countConfirmations } from './count-confirmations.ts';
import { type BreakerLimit, breakerText, causeOf } from './equity-figures.ts';
import { type EquityState, equityStateKey, readEquityState, untrustedKey } from './equity-state.ts';
import { observeEquity } from './observe-equity.ts';

interface StepInput {
  readonly book: Pick<Book, 'account' | 'mode'>;
  readonly read: TrustedEquity;
  /** What stands at the keys of the state and of the doubt. */
  readonly standing: readonly (Entry | null)[];
  readonly limits: Limits;
  /** Epoch ms. */
  readonly at: number;
}

/** What one look at the equity leads to. */
export interface WatchStep {
  readonly puts: readonly Put[];
  readonly deletes: readonly string[];
  readonly causes: readonly Pick<LatchCause, 'cause' | 'state' | 'reason'>[];
  readonly tripped: readonly BreakerLimit[];
  readonly state?: EquityState;
  /** Why nothing was concluded. */
  readonly doubt?: string;
}

/** Pure: from what stands and what was read to what is written. @throws {TypeError} the state cannot be read. */
export function watchStep({ book, read, standing, limits, at }: StepInput): WatchStep {
  const [entry = null, doubted = null] = standing;
  const before = readEquityState(entry);
  const doubt = read.status === 'untrusted' ? read.reason : tooOld(at - read.reading.at, limits);
  if (doubt !== undefined || read.status === 'untrusted')
    return doubtful(book, doubted, doubt ?? '', limits, at);
  const { reading } = read;
  // A clock that was ahead when it was kept must not make all that follows look older.
  const isAhead = before !== undefined && before.at > at + readingSkewMs;
  const last = isAhead ? { ...before, at: reading.at } : before;
  const next = observeEquity(last, reading, limits.word('loss.zone'));
  const { state, tripped } = countConfirmations(last, next, limits);
  const causes = tripped.map((measured) => ({
    cause: causeOf(measured.breaker),
    state: measured.state,
    reason: breakerText(measured),
  }));
  return {
    puts: [{ key: equityStateKey(book), value: state as unknown as Json }],
    deletes: doubted === null ? [] : [untrustedKey(book)],
    causes,
    tripped,
    state,
  };
}

function tooOld(age: number, limits: Limits): string | undefined {
  const most = limits.decimal('equity.maximumAgeMs');
  return most?.lt(age) === true
    ? `the equity is ${age} ms old, at most ${most.toString()} allowed`
    : undefined;
}

/** Nothing is tripped and nothing cleared; when the doubt has lasted, only reducing is left. */
function doubtful(
  book: StepInput['book'],
  doubted: Entry | null,
  doubt: string,
  limits: Limits,
  at: number,
): WatchStep {
  const since = (doubted?.value as { readonly since: number } | undefined)?.since ?? at;
  const patience = limits.decimal('equity.untrustedMs');
  const reason = `the equity could not be trusted for ${at - since} ms: ${doubt}`;
  const lasts = patience?.lte(at - since) === true;
  return {
    puts: doubted === null ? [{ key: untrustedKey(book), value: { since, reason: doubt } }] : [],
    deletes: [],
    causes: lasts ? [{ cause: 'equity-unknown', state: 'REDUCING', reason }] : [],
    tripped: [],
    doubt,
  };
}
