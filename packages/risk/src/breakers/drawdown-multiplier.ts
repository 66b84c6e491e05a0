import type { RuleInput } from '../rules/rule.ts';
import { countConfirmations } from './count-confirmations.ts';
import { equityNow } from './equity-now.ts';
import type { EquityState } from './equity-state.ts';

/** What the budget is multiplied by: `drawdown.multiplier` from the first tier on, until the drawdown is made good. */
export function drawdownMultiplier({ facts, limits }: Pick<RuleInput, 'facts' | 'limits'>): string {
  const fact = facts.find('breakers.equity');
  if (fact?.status !== 'known') return '1';
  const before = fact.value as unknown as EquityState;
  const { reduced } = countConfirmations(before, equityNow({ facts, limits }), limits).state;
  return reduced ? limits.word('drawdown.multiplier') : '1';
}
