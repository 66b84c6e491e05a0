import { fail, pass, type BuiltInRule } from './rule.ts';
import type { ClaimFact } from './internal-facts.ts';

/** Nobody else had the same symbol and direction approved within the double-fire window; a blocked try does not extend it. */
export const repeatSignal: BuiltInRule = {
  id: 'repeat.signal',
  severity: 'block',
  needs: ['claim'],
  when: 'plan',
  codes: ['DUPLICATE_SIGNAL'],
  purpose: 'No other plan had the symbol and direction approved within fire.windowMs.',
  check: ({ plan, facts, limits, now }) => {
    const claim = facts.value('claim') as unknown as ClaimFact | null;
    if (claim === null || claim.planId === plan.planId) return pass('not fired before');
    const window = limits.number('fire.windowMs').toNumber();
    const age = now - claim.at;
    const figures = { observed: String(age), limit: String(window), unit: 'ms' };
    return age < window
      ? fail(
          'DUPLICATE_SIGNAL',
          `${claim.planId} fired ${age} ms ago, within the window of ${window} ms`,
          figures,
        )
      : pass('the last one is long enough ago', figures);
  },
};
