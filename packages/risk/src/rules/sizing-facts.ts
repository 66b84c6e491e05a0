import type { BuiltInRule } from './rule.ts';
import { pass } from './rule.ts';

/**
 * Everything that the size is computed from is known and fresh. The gate adds what a plan needs beside equity and
 * ledger: the instrument of a configured market, the rate of another currency, what the model and the multipliers
 * read. Cannot be left out: a size from guesses is no size.
 */
export const sizingFacts: BuiltInRule = {
  id: 'sizing.facts',
  severity: 'block',
  needs: ['equity', 'exposure'],
  when: 'plan',
  codes: ['DATA_UNKNOWN'],
  purpose: 'Everything that the size is computed from is known and fresh.',
  check: () => pass('everything that the size needs is known'),
};
