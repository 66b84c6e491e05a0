import { Decimal } from '@tradewarden/core';
import { hasReached, hasStopped, readQuote } from './quote-fact.ts';
import { type BuiltInRule, fail, pass } from './rule.ts';

/** Neither stop nor first target lie within the market as it is: such a plan is over before it was entered. */
export const planInvalidated: BuiltInRule = {
  id: 'price.invalidated',
  severity: 'block',
  needs: ['quote'],
  when: 'plan',
  codes: ['PLAN_INVALIDATED'],
  purpose: 'The market is not at the stop or the first target already.',
  check: ({ plan, facts }) => {
    const { bid, ask } = readQuote(facts);
    const long = plan.direction === 'LONG';
    const figures = { unit: 'price' };
    if (hasStopped(plan, long ? bid : ask)) {
      const limit = plan.stop.price;
      const observed = (long ? bid : ask).toString();
      return fail('PLAN_INVALIDATED', `the market at ${observed} has reached the stop`, {
        observed,
        limit,
        ...figures,
      });
    }
    const [{ price }] = plan.targets;
    const observed = (long ? ask : bid).toString();
    return hasReached(plan, long ? ask : bid, price)
      ? fail('PLAN_INVALIDATED', `the market at ${observed} has reached the first target`, {
          observed,
          limit: price,
          ...figures,
        })
      : pass('the market is between stop and first target', { observed, ...figures });
  },
};

/** Extremes of the closed bars since the plan was made; without a bar there are none. */
export interface ExtremesFact {
  readonly low?: string;
  readonly high?: string;
  readonly bars: number;
}

/** Neither stop nor first target were touched since the plan was made. */
export const planTouched: BuiltInRule = {
  id: 'price.touched',
  severity: 'block',
  needs: ['extremes'],
  when: 'plan',
  codes: ['PLAN_INVALIDATED'],
  purpose: 'No closed bar since the plan was made has touched the stop or the first target.',
  check: ({ plan, facts }) => {
    const { low, high, bars } = facts.value('extremes') as unknown as ExtremesFact;
    if (low === undefined || high === undefined) return pass('no bar has closed since the plan was made');
    const [against, towards] = plan.direction === 'LONG' ? [low, high] : [high, low];
    const [{ price }] = plan.targets;
    if (hasStopped(plan, Decimal.of(against))) {
      const figures = { observed: against, limit: plan.stop.price, unit: 'price' };
      return fail('PLAN_INVALIDATED', `the stop was touched at ${against} since the plan was made`, figures);
    }
    return hasReached(plan, Decimal.of(towards), price)
      ? fail('PLAN_INVALIDATED', `the first target was touched at ${towards} since the plan was made`, {
          observed: towards,
          limit: price,
          unit: 'price',
        })
      : pass(`untouched in ${bars} bars`);
  },
};
