import { Decimal } from '@tradewarden/core';
import { fail, notApplicable, pass, type Rule } from './rule.ts';

/** A configured market knows the symbol's grid; without a market this does not apply. */
export const instrumentKnown: Rule = {
  id: 'market.instrument',
  severity: 'block',
  needs: ['instrument'],
  when: 'plan',
  check: () => pass('the instrument is known'),
};

/** The entry is not further from the mid price than the collar allows. */
export const priceCollar: Rule = {
  id: 'price.collar',
  severity: 'block',
  needs: ['quote'],
  when: 'plan',
  check: ({ plan, facts, limits }) => {
    const collar = limits.decimal('collar.max');
    if (collar === undefined) return notApplicable('collar.max is unlimited');
    const { bid, ask } = facts.value('quote') as { readonly bid: string; readonly ask: string };
    const middle = Decimal.of(bid, 'bid').plus(Decimal.of(ask, 'ask')).dividedBy(2);
    const distance = Decimal.of(plan.entry.near).minus(middle).abs().dividedBy(middle);
    const figures = {
      observed: distance.round(6, 'ceil').toString(),
      limit: collar.toString(),
      unit: 'fraction',
    };
    return distance.gt(collar)
      ? fail(
          'PRICE_COLLAR',
          `the entry is ${figures.observed} from the market at ${middle.toString()}`,
          figures,
        )
      : pass('the entry is near the market', figures);
  },
};
