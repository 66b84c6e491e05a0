import type { Limits } from '../limits/limits.ts';
import { breakerLimits, type BreakerLimit, equityFigures } from './equity-figures.ts';
import type { EquityBreaker, EquityState } from './equity-state.ts';

export interface Counted {
  readonly state: EquityState;
  /** Beyond their limits in enough readings in a row: a single wrong tick must not stop trading. */
  readonly tripped: readonly BreakerLimit[];
}

/**
 * Counts one more reading for or against each breaker, and cuts sizes from the first tier of the drawdown on until
 * it has been made good: `before` is the state that the reading was added to.
 */
export function countConfirmations(
  before: EquityState | undefined,
  after: EquityState,
  limits: Limits,
): Counted {
  // The same moment seen twice confirms nothing.
  const isNew = before === undefined || after.at > before.at;
  const needed = limits.number('breakers.confirmations').toNumber();
  const beyond: Partial<Record<EquityBreaker, number>> = {};
  const tripped: BreakerLimit[] = [];
  for (const measured of breakerLimits(after, limits)) {
    if (measured.observed.lt(measured.limit)) continue;
    const count = (before?.beyond[measured.breaker] ?? 0) + (isNew ? 1 : 0);
    const counted = Math.min(Math.max(count, 1), needed);
    beyond[measured.breaker] = counted;
    if (counted >= needed) tripped.push(measured);
  }
  const { drawdown } = equityFigures(after);
  const half = limits.decimal('drawdown.half');
  const reduced = drawdown.isPositive() && (after.reduced || (half !== undefined && drawdown.gte(half)));
  return { state: { ...after, beyond, reduced }, tripped };
}
