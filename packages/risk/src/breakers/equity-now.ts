import type { Fact } from '@tradewarden/core';
import type { RuleInput } from '../rules/rule.ts';
import type { EquityState } from './equity-state.ts';
import { observeEquity } from './observe-equity.ts';

/** What was observed, with the equity of this decision on top: a loss counts before anybody has kept it. */
export function equityNow({ facts, limits }: Pick<RuleInput, 'facts' | 'limits'>): EquityState {
  const state = facts.value('breakers.equity') as unknown as EquityState;
  const equity = facts.find('equity');
  const deposits = facts.find('equity.deposits');
  if (!isKnown(equity) || !isKnown(deposits)) return state;
  const reading = { equity: equity.value as string, netDeposits: deposits.value as string, at: equity.asOf };
  return observeEquity(state, reading, limits.word('loss.zone'));
}

const isKnown = (fact: Fact | undefined): fact is Extract<Fact, { readonly status: 'known' }> =>
  fact?.status === 'known';
