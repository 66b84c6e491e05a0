import { Decimal } from '@tradewarden/core';
import { type Cap, capAmount } from '../exposure/caps.ts';
import { type ExposureFact, usedUnder } from '../exposure/cap-scopes.ts';
import { type BuiltInRule, fail, notApplicable, pass, type RuleInput, type RuleOutcome } from './rule.ts';

/** A cap as a rule. Of an amount it cuts, or refuses when less than the minimum is left; of positions it refuses. */
export const capRule = (cap: Cap): BuiltInRule => ({
  id: cap.id,
  severity: 'block',
  needs: cap.measure === 'count' ? ['exposure'] : ['equity', 'exposure', ...(cap.needs ?? [])],
  when: cap.measure === 'count' ? 'plan' : 'sized',
  codes: [cap.code],
  purpose: `What is reserved and held together stays within ${cap.limit}: ${cap.measure} by ${cap.scope}.`,
  check: (input) => (cap.measure === 'count' ? positionsFree(cap, input) : amountFree(cap, input)),
});

function amountFree(cap: Cap, { sized, facts, limits, scopes, unitPlaces }: RuleInput): RuleOutcome {
  if (sized === undefined || cap.measure === 'count') return notApplicable('there is no size');
  const amount = capAmount(cap, { limits, equity: Decimal.of(facts.value('equity') as string), unitPlaces });
  if (amount === undefined) return notApplicable(`${cap.limit} is unlimited`);
  const under = usedUnder(cap, scopes, facts.value('exposure') as ExposureFact);
  if (under === undefined) return notApplicable(`${cap.limit} does not concern this plan`);
  const free = Decimal.max(amount.minus(under.used), 0);
  const perUnit = sized.perUnit[cap.measure];
  const asked = sized.requestedQuantity.times(perUnit).round(unitPlaces, 'ceil');
  const figures = {
    observed: under.used.plus(asked).toString(),
    limit: amount.toString(),
    unit: 'account currency',
    headroom: free.toString(),
  };
  if (!asked.gt(free)) return pass('within the cap', figures);
  const enough = free.dividedBy(perUnit, 'floor').gte(sized.minimumQuantity);
  const resizes = (cap.onBreach ?? limits.word('exposure.onBreach')) === 'resize';
  const message = `${asked.toString()} asked, ${free.toString()} free of ${amount.toString()}${where(cap, under.name)}`;
  return {
    status: 'fail',
    code: cap.code,
    effect: enough && resizes ? 'resize' : 'reject',
    message,
    ...figures,
  };
}

function positionsFree(cap: Cap, { facts, limits, scopes, unitPlaces }: RuleInput): RuleOutcome {
  const most = capAmount(cap, { limits, equity: Decimal.zero, unitPlaces });
  if (most === undefined) return notApplicable(`${cap.limit} is unlimited`);
  const under = usedUnder(cap, scopes, facts.value('exposure') as ExposureFact);
  if (under === undefined) return notApplicable(`${cap.limit} does not concern this plan`);
  const figures = {
    observed: under.used.toString(),
    limit: most.toString(),
    unit: 'positions',
    headroom: Decimal.max(most.minus(under.used), 0).toString(),
  };
  const message = `${figures.observed} held or reserved, at most ${figures.limit} allowed${where(cap, under.name)}`;
  return under.used.gte(most)
    ? fail(cap.code, message, figures)
    : pass('one more position is allowed', figures);
}

/** Of caps that share a code: which measure and scope it is. */
const where = ({ code, measure, scope }: Cap, name: string): string =>
  code === 'CAP_EXCEEDED' && scope !== 'total' ? ` (${measure} of ${scope} ${name})` : '';
