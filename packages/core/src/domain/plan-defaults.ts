import { Decimal } from './decimal.ts';
import type { DecimalString, Style } from './trade-plan.ts';

const hour = 3_600_000;

/** How long a plan may be entered when it does not say so itself. */
export const defaultLifetimeMs = (style: Style | undefined): number => {
  switch (style) {
    case 'scalp':
      return hour;
    case 'intraday':
      return 8 * hour;
    case 'swing':
      return 72 * hour;
    default:
      return 24 * hour;
  }
};

/** Equal shares in whole hundredths of a percent; the last target takes the remainder, so that they sum to exactly 100. */
export function equalPercents(count: number): readonly DecimalString[] {
  const share = Decimal.hundred.dividedBy(count).round(2, 'floor');
  return Array.from({ length: count }, (_, index) =>
    (index === count - 1 ? Decimal.hundred.minus(share.times(count - 1)) : share).toString(),
  );
}
