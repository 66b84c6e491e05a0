import type { Book } from '../domain/decision.ts';
import type { Json } from '../domain/json.ts';
import type { Add } from '../store/store-driver.ts';
import { counterKey } from './book-keys.ts';
import type { CapUse } from './ledger-draft.ts';

export interface UseDelta {
  readonly counter: string;
  /** In counting units; never 0. */
  readonly delta: number;
  /** Of what grows. */
  readonly max?: number;
}

/** What each counter gains or gives back when `after` is held instead of `before`. */
export function useDeltas(before: readonly CapUse[], after: readonly CapUse[]): readonly UseDelta[] {
  const [was, is] = [summed(before), summed(after)];
  return [...new Set([...was.keys(), ...is.keys()])].flatMap((counter) => {
    const delta = (is.get(counter) ?? 0) - (was.get(counter) ?? 0);
    const max = after.find((use) => use.counter === counter)?.max;
    if (delta === 0) return [];
    return [delta < 0 || max === undefined ? { counter, delta } : { counter, delta, max }];
  });
}

/** As adds of a commit: what grows is bounded by its cap, what shrinks by zero. */
export const addsOf = (book: Pick<Book, 'account' | 'mode'>, deltas: readonly UseDelta[]): readonly Add[] =>
  deltas.map(({ counter, delta, max }) => ({
    counter: counterKey(book, counter),
    delta,
    ...(delta < 0 ? { min: 0 } : {}),
    ...(max === undefined ? {} : { max }),
  }));

/** As it stands in an audit record. */
export const changesOf = (deltas: readonly UseDelta[]): Json =>
  deltas.map(({ counter, delta }) => ({ counter, delta }));

function summed(uses: readonly CapUse[]): ReadonlyMap<string, number> {
  const sums = new Map<string, number>();
  for (const { counter, amount } of uses) sums.set(counter, (sums.get(counter) ?? 0) + amount);
  return sums;
}
