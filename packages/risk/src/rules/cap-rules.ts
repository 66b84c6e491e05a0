import { Decimal } from '@tradewarden/core';
import { type Cap, capAmount, caps } from '../exposure/caps.ts';
import type { ExposureFact } from './internal-facts.ts';
import { notApplicable, pass, type Rule, type RuleOutcome } from './rule.ts';

/** A cap as a rule: what the plan asked for against what is free. It cuts, or refuses when less than the minimum is left. */
const capRule = (cap: Cap): Rule => ({
  id: cap.id,
  severity: 'block',
  needs: ['equity', 'exposure'],
  when: 'sized',
  check: ({ sized, facts, limits }): RuleOutcome => {
    if (sized === undefined) return notApplicable('there is no size');
    const amount = capAmount(cap, limits, Decimal.of(facts.value('equity') as string));
    if (amount === undefined) return notApplicable(`${cap.limit} is unlimited`);
    const used = Decimal.of(cap.used(facts.value('exposure') as unknown as ExposureFact));
    const free = Decimal.max(amount.minus(used), 0);
    const perUnit = cap.measure === 'notional' ? sized.entry : sized.unitRisk;
    const asked = sized.requestedQuantity.times(perUnit).round(6, 'ceil');
    const figures = {
      observed: used.plus(asked).toString(),
      limit: amount.toString(),
      unit: 'account currency',
      headroom: free.toString(),
    };
    if (!asked.gt(free)) return pass('within the cap', figures);
    const enough = free.dividedBy(perUnit, 'floor').gte(sized.minimumQuantity);
    const effect = enough && limits.word('exposure.onBreach') === 'resize' ? 'resize' : 'reject';
    const message = `${asked.toString()} asked, ${free.toString()} free of ${amount.toString()}`;
    return { status: 'fail', code: cap.code, effect, message, ...figures };
  },
});

export const capRules: readonly Rule[] = caps.map(capRule);
