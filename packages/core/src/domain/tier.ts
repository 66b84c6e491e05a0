import { Decimal } from './decimal.ts';

export type Tier = 'A' | 'B' | 'C' | 'unscored';

/** By confluence score: A from 85, B from 70, else C. */
export function tierOf(score: string | undefined): Tier {
  if (score === undefined) return 'unscored';
  const value = Decimal.of(score);
  if (value.gte(85)) return 'A';
  return value.gte(70) ? 'B' : 'C';
}
