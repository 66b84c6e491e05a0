import { Decimal } from './decimal.ts';
import type { DecimalString, Style } from './trade-plan.ts';

const hour = 3_600_000;

const lifetimes: Readonly<Record<Style, number>> = { scalp: hour, intraday: 8 * hour, swing: 72 * hour };

/** How long a plan may be entered when it does not say so itself. */
export const defaultLifetimeMs = (style: Style | undefined): number =>
  style === undefined ? 24 * hour : lifetimes[style];

/** Equal shares in whole hundredths of a percent; the last target takes the remainder, so that they sum to exactly 100. */
export function equalPercents(count: number): readonly DecimalString[] {
  const share = Decimal.hundred.dividedBy(count).round(2, 'floor');
  return Array.from({ length: count }, (_, index) =>
    (index === count - 1 ? Decimal.hundred.minus(share.times(count - 1)) : share).toString(),
  );
}
