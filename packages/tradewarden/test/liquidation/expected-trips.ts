import { Decimal } from '@tradewarden/core';
import type { Observed } from './run-liquidation.ts';

/** When each limit was reached, by plain arithmetic on the equities that were seen: no payments, days in UTC. */
export function expectedTrips(
  observed: readonly Observed[],
): readonly { readonly cause: string; readonly index: number }[] {
  const found = new Map<string, number>();
  let highest = Decimal.of(observed[0]?.equity ?? '1');
  let [day, week] = ['', ''];
  let [dayOpen, weekOpen] = [highest, highest];
  let last = highest;
  for (const [index, { at, equity: text }] of observed.entries()) {
    const equity = Decimal.of(text);
    const today = new Date(at).toISOString().slice(0, 10);
    // 5 January 1970 was a Monday.
    const thisWeek = String(Math.floor((at / 86_400_000 - 4) / 7));
    if (today !== day) dayOpen = last;
    if (thisWeek !== week) weekOpen = last;
    [day, week, last] = [today, thisWeek, equity];
    highest = Decimal.max(highest, equity);
    const reached = (cause: string, from: Decimal, fraction: string): void => {
      if (!found.has(cause) && from.minus(equity).gte(from.times(fraction))) found.set(cause, index);
    };
    reached('daily-loss REDUCING', dayOpen, '0.03');
    reached('weekly-loss REDUCING', weekOpen, '0.06');
    reached('drawdown REDUCING', highest, '0.1');
    reached('drawdown HALTED', highest, '0.15');
  }
  // Both tiers in one reading are one cause, the stricter.
  if (found.get('drawdown REDUCING') === found.get('drawdown HALTED')) found.delete('drawdown REDUCING');
  return [...found].map(([cause, index]) => ({ cause, index }));
}
