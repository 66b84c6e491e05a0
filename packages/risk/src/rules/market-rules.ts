import { Decimal, signed, stopDistance, worstEntry } from '@tradewarden/core';
import { readQuote } from './quote-fact.ts';
import { type BuiltInRule, fail, notApplicable, pass } from './rule.ts';

/** A configured market knows the symbol's grid; without a market this does not apply. */
export const instrumentKnown: BuiltInRule = {
  id: 'market.instrument',
  severity: 'block',
  needs: ['instrument'],
  when: 'plan',
  codes: [],
  purpose: 'The configured market knows the instrument.',
  check: () => pass('the instrument is known'),
};

/** The entry is not further from the mid price than the collar allows. */
export const priceCollar: BuiltInRule = {
  id: 'price.collar',
  severity: 'block',
  needs: ['quote'],
  when: 'plan',
  codes: ['PRICE_COLLAR'],
  purpose: 'The entry is within collar.max of the market.',
  check: ({ plan, facts, limits }) => {
    const collar = limits.decimal('collar.max');
    if (collar === undefined) return notApplicable('collar.max is unlimited');
    const { bid, ask } = readQuote(facts);
    const middle = bid.plus(ask).dividedBy(2);
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

/** The market has not run away towards the targets: measured in stop distances, so that tight plans get a tight limit. */
export const entryMissed: BuiltInRule = {
  id: 'price.drift',
  severity: 'block',
  needs: ['quote'],
  when: 'plan',
  codes: ['ENTRY_MISSED'],
  purpose: 'The market has left the entry zone by no more than entry.maxDrift stop distances.',
  check: ({ plan, facts, limits }) => {
    const most = limits.decimal('entry.maxDrift');
    if (most === undefined) return notApplicable('entry.maxDrift is unlimited');
    const { bid, ask } = readQuote(facts);
    const price = plan.direction === 'LONG' ? ask : bid;
    const away = signed(plan, price.minus(worstEntry(plan))).dividedBy(stopDistance(plan), 'ceil');
    const drift = Decimal.max(away, 0);
    const figures = { observed: drift.round(4, 'ceil').toString(), limit: most.toString(), unit: 'R' };
    return drift.gt(most)
      ? fail(
          'ENTRY_MISSED',
          `the market is ${figures.observed} R beyond the entry at ${price.toString()}`,
          figures,
        )
      : pass('the entry can still be had', figures);
  },
};
