import type { LatchDraft, RuleResult } from '@tradewarden/core';
import type { RuleInput } from '../rules/rule.ts';
import { countConfirmations } from './count-confirmations.ts';
import { breakerText, causeOf } from './equity-figures.ts';
import { equityNow } from './equity-now.ts';
import type { EquityState } from './equity-state.ts';

const equityRules = ['breaker.daily-loss', 'breaker.weekly-loss', 'breaker.drawdown'];

/** What a decision latches in its own commit: breakers that it is the one to trip, whatever its verdict. */
export function gateLatches(results: readonly RuleResult[], input: RuleInput): readonly LatchDraft[] {
  const failed = (id: string): RuleResult | undefined =>
    results.find((result) => result.id === id && result.status === 'fail');
  const latches: LatchDraft[] = [];
  const repeated = failed('breaker.repeated-execution');
  if (repeated !== undefined)
    latches.push({
      scope: { source: input.plan.source },
      cause: 'repeated-execution',
      state: 'REDUCING',
      reason: repeated.message,
    });
  if (equityRules.every((id) => failed(id) === undefined)) return latches;
  const before = input.facts.value('breakers.equity') as unknown as EquityState;
  const { tripped } = countConfirmations(before, equityNow(input), input.limits);
  for (const measured of tripped)
    latches.push({
      scope: 'account',
      cause: causeOf(measured.breaker),
      state: measured.state,
      reason: breakerText(measured),
    });
  return latches;
}
