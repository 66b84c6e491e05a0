import {
  type Amount,
  type BookedReservation,
  Decimal,
  parseTradePlan,
  sha256Hex,
  type TradePlan,
} from '@tradewarden/core';

export interface CheckIssue {
  readonly path: string;
  readonly message: string;
}

export interface CheckResult {
  readonly ok: boolean;
  readonly issues: readonly CheckIssue[];
}

const resultOf = (issues: readonly CheckIssue[]): CheckResult => ({ ok: issues.length === 0, issues });

/** Balance above zero, risk as a fraction above 0 and at most 1, leverage of at least 1: all issues at once. */
export function validateRiskParameters(parameters: {
  readonly accountBalance: Amount;
  readonly riskPct: Amount;
  readonly leverage?: Amount;
}): CheckResult {
  const issues: CheckIssue[] = [];
  const check = (path: string, input: Amount, sound: (value: Decimal) => boolean, message: string): void => {
    const value = Decimal.tryParse(input);
    if (value === undefined) issues.push({ path, message: 'not an exact, finite decimal' });
    else if (!sound(value)) issues.push({ path, message });
  };
  check('accountBalance', parameters.accountBalance, (value) => value.isPositive(), 'must be above zero');
  check(
    'riskPct',
    parameters.riskPct,
    (value) => value.isPositive() && value.lte(1),
    'a fraction above 0 and at most 1',
  );
  check('leverage', parameters.leverage ?? 1, (value) => value.gte(1), 'must be at least 1');
  return resultOf(issues);
}

/** A live reservation on the other side of the plan's symbol is a conflict. */
export function checkForConflicts(
  plan: Pick<TradePlan, 'symbol' | 'direction'>,
  live: readonly (BookedReservation & { readonly symbol: string })[],
): CheckResult {
  const opposite = live.filter(
    ({ symbol, direction }) => symbol === plan.symbol && direction !== plan.direction,
  );
  return resultOf(
    opposite.map(({ reservationId, direction }) => ({
      path: 'direction',
      message: `${plan.direction} ${plan.symbol} against the live ${direction} ${reservationId}`,
    })),
  );
}

/** The leverage is at least 1 and at most `maximum`. */
export function enforceMaxLeverage(leverage: Amount, maximum: Amount): CheckResult {
  const [asked, most] = [Decimal.tryParse(leverage), Decimal.of(maximum, 'maximum')];
  if (asked === undefined) return resultOf([{ path: 'leverage', message: 'not an exact, finite decimal' }]);
  if (asked.lt(1)) return resultOf([{ path: 'leverage', message: 'must be at least 1' }]);
  if (asked.lte(most)) return resultOf([]);
  return resultOf([{ path: 'leverage', message: `${asked.toString()}, at most ${most.toString()} allowed` }]);
}

/** Everything that is missing or wrong in a plan, each with its path. */
export function validateTradePlanCompleteness(input: unknown): CheckResult {
  const reading = parseTradePlan(input, sha256Hex);
  if (reading.kind === 'plan') return resultOf([]);
  if (reading.kind === 'unreadable') return resultOf([{ path: '', message: reading.message }]);
  return resultOf(reading.issues.map(({ path, message }) => ({ path, message })));
}
