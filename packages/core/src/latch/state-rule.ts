import type { BuiltInCode } from '../codes/decision-codes.ts';
import type { RuleResult } from '../domain/decision.ts';
import { type Latch, scopeText } from './latch.ts';
import { strictest, type TradingState } from './trading-state.ts';

const codes: Readonly<Record<TradingState, BuiltInCode>> = {
  RECONCILING: 'STATE_RECONCILING',
  REDUCING: 'STATE_REDUCING',
  CANCEL_ONLY: 'STATE_CANCEL_ONLY',
  HALTED: 'STATE_HALTED',
};

/** The code for which a new entry is refused under these latches; `undefined` when there is none. */
export const stateCode = (latches: readonly Latch[]): BuiltInCode | undefined =>
  latches.length === 0 ? undefined : codes[strictest(latches.map(({ state }) => state))];

/** Each latch with its causes, for people. */
export const latchText = (latches: readonly Latch[]): string =>
  latches
    .map(({ scope, state, causes }) => {
      const why = causes.map(({ cause, reason }) => `${cause} (${reason})`).join(', ');
      return `${scopeText(scope)} is ${state}${why === '' ? '' : `: ${why}`}`;
    })
    .join('; ');

/** What is latched, as the rule of a decision: no plan enters under a latch. */
export function stateRule(latches: readonly Latch[]): RuleResult {
  const rule = { id: 'state.trading', severity: 'block' } as const;
  const code = stateCode(latches);
  if (code === undefined) return { ...rule, status: 'pass', message: 'nothing is latched' };
  return { ...rule, status: 'fail', effect: 'reject', code, message: latchText(latches) };
}
