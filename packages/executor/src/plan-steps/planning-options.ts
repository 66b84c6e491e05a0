import { ConfigError, type ConfigIssue, Decimal } from '@tradewarden/core';

/** How approved plans are worked, where the plan itself does not say. */
export interface PlanningOptions {
  /** Percent of the quantity that waits at the far edge of the zone, 0 to 100; default 0. */
  readonly farPercent?: string;
  /** After so many filled targets the stop moves to the average entry; default never. */
  readonly breakEvenAfter?: number;
  /** Percent of the price at which the stop follows it, above 0 and below 100; default not at all. */
  readonly trailPercent?: string;
  /** After so many filled targets it begins to; default 0, with the entry. */
  readonly trailAfter?: number;
}

/** @throws {ConfigError} names every option that is none. */
export function checkPlanning(options: PlanningOptions): void {
  const { farPercent = '0', breakEvenAfter = 1, trailPercent = '1', trailAfter = 0 } = options;
  const issues: ConfigIssue[] = [];
  const [far, trail] = [Decimal.tryParse(farPercent), Decimal.tryParse(trailPercent)];
  // More would enter more than was approved.
  if (far === undefined || far.isNegative() || far.gt(100))
    issues.push({ path: 'farPercent', message: 'must be 0 to 100' });
  if (trail === undefined || !trail.isPositive() || trail.gte(100))
    issues.push({ path: 'trailPercent', message: 'must be above 0 and below 100' });
  for (const [path, count, least] of [
    ['breakEvenAfter', breakEvenAfter, 1],
    ['trailAfter', trailAfter, 0],
  ] as const)
    if (!Number.isSafeInteger(count) || count < least)
      issues.push({ path, message: `must be a count of targets, ${least} or more` });
  if (issues.length > 0) throw new ConfigError('planning', issues);
}
