import { fail, pass, type BuiltInRule } from './rule.ts';
import type { BookFact } from './internal-facts.ts';

/** No live reservation holds the other side of the symbol. */
export const conflictOpposite: BuiltInRule = {
  id: 'conflict.opposite',
  severity: 'block',
  needs: ['book'],
  when: 'plan',
  codes: ['CONFLICT_OPPOSITE'],
  purpose: 'No live reservation holds the other side of the symbol.',
  check: ({ plan, facts }) => {
    const book = facts.value('book') as unknown as BookFact;
    const opposite = plan.direction === 'LONG' ? book.short : book.long;
    return opposite > 0
      ? fail(
          'CONFLICT_OPPOSITE',
          `${opposite} live ${plan.direction === 'LONG' ? 'SHORT' : 'LONG'} on ${plan.symbol}`,
        )
      : pass('nothing live on the other side');
  },
};

/** More of the same side: allowed up to the caps, unless stacking is off. */
export const conflictStack: BuiltInRule = {
  id: 'conflict.stack',
  severity: 'block',
  needs: ['book'],
  when: 'plan',
  codes: ['CONFLICT_STACK'],
  purpose: "Nothing live on the same side, where conflict.stack is 'reject'.",
  check: ({ plan, facts, limits }) => {
    const book = facts.value('book') as unknown as BookFact;
    const same = plan.direction === 'LONG' ? book.long : book.short;
    if (same === 0) return pass('nothing live on the same side');
    return limits.word('conflict.stack') === 'reject'
      ? fail('CONFLICT_STACK', `${same} live ${plan.direction} on ${plan.symbol}`)
      : pass(`${same} live on the same side; stacking is allowed`);
  },
};
