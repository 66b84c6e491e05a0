import { type FactDefinition, defineFact, Decimal, known, unknown } from '@tradewarden/core';
import { fail, pass, type Rule } from '@tradewarden/risk';

/** Where the funding rate of a symbol comes from, as decimal text; `undefined` when it is not known. */
export type FundingSource = (symbol: string) => Promise<string | undefined>;

/** A fact of our own: fetched before the decision, with a deadline, and recorded in it. */
export const fundingFact = (source: FundingSource): FactDefinition =>
  defineFact({
    key: 'funding',
    deadlineMs: 500,
    load: async ({ plan, now }) => {
      const rate = await source(plan.symbol);
      return rate === undefined ? unknown(`no funding rate for ${plan.symbol}`) : known(rate, now, 'funding');
    },
  });

/** A rule of our own, first-class: longs do not pay more than `most` per interval. */
export const fundingRule = (most: string): Rule => ({
  id: 'acme.funding',
  severity: 'block',
  needs: ['funding'],
  when: 'plan',
  check: ({ plan, facts }) => {
    const rate = Decimal.of(facts.value('funding') as string);
    const paid = plan.direction === 'LONG' ? rate : rate.negated();
    const figures = { observed: paid.toString(), limit: most, unit: 'fraction' };
    return paid.gt(most)
      ? fail('acme/FUNDING_TOO_HIGH', `would pay ${paid.toString()}`, figures)
      : pass('funding is fine', figures);
  },
});
