import type { Book, Store } from '@tradewarden/core';
import { equityFigures } from './equity-figures.ts';
import { equityStateKey, readEquityState, untrustedKey } from './equity-state.ts';
import { type Cooldown, outcomeStateKey, readOutcomeState } from './outcome-state.ts';

/** What the breakers of a book know, for people. Fractions and amounts are decimal text. */
export interface BreakerReport {
  /** Absent: nobody has observed any equity. */
  readonly equity?: {
    readonly value: string;
    /** Epoch ms. */
    readonly at: number;
    readonly dailyLoss: string;
    readonly weeklyLoss: string;
    readonly drawdown: string;
    /** Whether sizes are cut by the drawdown. */
    readonly reduced: boolean;
  };
  /** Why the equity is not trusted, and since when. */
  readonly untrusted?: { readonly since: number; readonly reason: string };
  readonly lossesInARow: number;
  /** Those that still run. */
  readonly cooldowns: readonly Cooldown[];
}

/** @throws {TypeError} what stands in the store cannot be read. */
export async function breakerReport(
  store: Store,
  book: Pick<Book, 'account' | 'mode'>,
  now: number,
): Promise<BreakerReport> {
  const keys = [equityStateKey(book), untrustedKey(book), outcomeStateKey(book)];
  const [equity, doubt, outcomes] = await store.get(keys);
  const state = readEquityState(equity);
  const { losses, cooldowns } = readOutcomeState(outcomes);
  const untrusted = (doubt?.value ?? undefined) as BreakerReport['untrusted'];
  const figures = state === undefined ? undefined : equityFigures(state);
  return {
    ...(state === undefined || figures === undefined
      ? {}
      : {
          equity: {
            value: state.equity,
            at: state.at,
            dailyLoss: figures.dailyLoss.toString(),
            weeklyLoss: figures.weeklyLoss.toString(),
            drawdown: figures.drawdown.toString(),
            reduced: state.reduced,
          },
        }),
    ...(untrusted === undefined ? {} : { untrusted }),
    lossesInARow: losses,
    cooldowns: cooldowns.filter(({ until }) => until > now),
  };
}
