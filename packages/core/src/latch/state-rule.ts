import type { BuiltInCode } from '../codes/decision-codes.ts';
import type { RuleResult } from '../domain/decision.ts';
import { type Latch, type LatchCause, scopeText } from './latch.ts';
import { strictest, type TradingState } from './trading-state.ts';

const codes: Readonly<Record<TradingState, BuiltInCode>> = {
  RECONCILING: 'STATE_RECONCILING',
  REDUCING: 'STATE_REDUCING',
  CANCEL_ONLY: 'STATE_CANCEL_ONLY',
  HALTED: 'STATE_HALTED',
};

/** As much of a latch as a decision records. */
export interface LatchNote extends Pick<Latch, 'scope' | 'state'> {
  readonly causes: readonly Pick<LatchCause, 'cause' | 'reason'>[];
}

/** What a decision records of them; what cannot be read of a cause reads as the text that people see. */
export const latchNotes = (latches: readonly Latch[]): readonly LatchNote[] =>
  latches.map(({ scope, state, causes }) => ({
    scope,
    state,
    causes: (causes as readonly Record<'cause' | 'reason', unknown>[]).map(({ cause, reason }) => ({
      cause: String(cause),
      reason: String(reason),
    })),
  }));

/** The code for which a new entry is refused under these latches; `undefined` when there is none. */
export const stateCode = (latches: readonly Pick<Latch, 'state'>[]): BuiltInCode | undefined =>
  latches.length === 0 ? undefined : codes[strictest(latches.map(({ state }) => state))];

/** Each latch with its causes, for people. */
export const latchText = (latches: readonly LatchNote[]): string =>
  latches
    .map(({ scope, state, causes }) => {
      const why = causes.map(({ cause, reason }) => `${cause} (${reason})`).join(', ');
      return `${scopeText(scope)} is ${state}${why === '' ? '' : `: ${why}`}`;
    })
    .join('; ');

/** What is latched, as the rule of a decision: no plan enters under a latch. */
export function stateRule(latches: readonly LatchNote[]): RuleResult {
  const rule = { id: 'state.trading', severity: 'block' } as const;
  const code = stateCode(latches);
  if (code === undefined) return { ...rule, status: 'pass', message: 'nothing is latched' };
  return { ...rule, status: 'fail', effect: 'reject', code, message: latchText(latches) };
}
