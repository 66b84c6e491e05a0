import {
  Decimal,
  type Instrument,
  type MaintenanceTier,
  settlementOf,
  signed,
  stopFraction,
} from '@tradewarden/core';
import type { ExposureFact } from '../exposure/cap-scopes.ts';
import { countersOf } from '../exposure/cap-scopes.ts';
import { liquidationPrice, maximumSafeLeverage } from '../sizing/liquidation.ts';
import { type BuiltInRule, fail, indeterminate, notApplicable, pass, type RuleInput } from './rule.ts';

/** The leverage that the plan asks for; it sets the margin, never the size. */
export const leverageRule: BuiltInRule = {
  id: 'plan.leverage',
  severity: 'block',
  needs: [],
  when: 'plan',
  codes: ['LEVERAGE_EXCEEDED'],
  purpose: 'The plan asks for no more than leverage.max.',
  check: ({ plan, limits }) => {
    const maximum = limits.decimal('leverage.max');
    if (maximum === undefined) return notApplicable('leverage.max is unlimited');
    const asked = plan.leverage ?? '1';
    const figures = { observed: asked, limit: maximum.toString(), unit: 'times' };
    return Decimal.of(asked).gt(maximum)
      ? fail('LEVERAGE_EXCEEDED', `leverage ${asked}, at most ${figures.limit} allowed`, figures)
      : pass('the leverage is allowed', figures);
  },
};

/** The venue allows the leverage for a position of this size, with what is held of the symbol. */
export const leverageTier: BuiltInRule = {
  id: 'leverage.tier',
  severity: 'block',
  needs: ['instrument', 'exposure'],
  when: 'sized',
  codes: ['LEVERAGE_EXCEEDED'],
  purpose: 'The venue allows the leverage for a position of this size.',
  check: (input) => {
    const { maintenance } = instrumentOf(input);
    if (maintenance === undefined) return notApplicable('the instrument has no table of maintenance margins');
    const { notional, tier } = tierOf(input, maintenance);
    const asked = input.plan.leverage ?? '1';
    if (tier === undefined)
      return fail(
        'LEVERAGE_EXCEEDED',
        `a position of ${notional.toString()} is beyond the venue's last tier`,
        {
          observed: notional.toString(),
          limit: maintenance.at(-1)?.maximumNotional ?? '0',
          unit: 'quote',
        },
      );
    if (tier.maximumLeverage === undefined) return notApplicable('the tier names no leverage');
    const figures = { observed: asked, limit: tier.maximumLeverage, unit: 'times' };
    return Decimal.of(asked).gt(tier.maximumLeverage)
      ? fail(
          'LEVERAGE_EXCEEDED',
          `leverage ${asked}, the venue allows ${figures.limit} at this size`,
          figures,
        )
      : pass('the venue allows the leverage', figures);
  },
};

/** The stop comes before the liquidation, with a buffer; isolated margin, trading.md §4.5. */
export const liquidationBeforeStop: BuiltInRule = {
  id: 'leverage.liquidation',
  severity: 'block',
  needs: ['instrument', 'exposure'],
  when: 'sized',
  codes: ['LIQUIDATION_BEFORE_STOP', 'DATA_UNKNOWN'],
  purpose: 'The stop is reached before the liquidation price, by liquidation.buffer or more.',
  check: (input) => {
    const { plan, sized, limits } = input;
    if (sized === undefined) return notApplicable('there is no size');
    const instrument = instrumentOf(input);
    const leverage = Decimal.of(plan.leverage ?? '1');
    if (instrument.maintenance === undefined) {
      return leverage.lte(1)
        ? notApplicable('nothing is borrowed, and the instrument has no table of maintenance margins')
        : indeterminate('DATA_UNKNOWN', 'the instrument has no table of maintenance margins');
    }
    const { tier } = tierOf(input, instrument.maintenance);
    if (tier === undefined)
      return indeterminate('DATA_UNKNOWN', 'no maintenance margin is known for this size');
    const { contract } = settlementOf(instrument);
    const position = {
      contract,
      direction: plan.direction,
      entry: sized.entry,
      maintenance: Decimal.of(tier.rate),
    };
    const stop = Decimal.of(plan.stop.price);
    const buffer = Decimal.max(
      limits.number('liquidation.buffer'),
      limits.number('liquidation.bufferOfStop').times(stopFraction(plan, sized.entry)),
    );
    const safe = maximumSafeLeverage(position, stop, buffer)?.round(2, 'floor').toString() ?? 'any';
    const price = liquidationPrice({ ...position, leverage });
    if (price === undefined) return pass('no price liquidates it');
    const distance = signed(plan, stop.minus(price)).dividedBy(sized.entry, 'floor');
    const figures = {
      observed: distance.round(6, 'floor').toString(),
      limit: buffer.round(6, 'ceil').toString(),
      unit: 'fraction',
    };
    const at = price.round(8, plan.direction === 'LONG' ? 'ceil' : 'floor').toString();
    return distance.lt(buffer)
      ? fail(
          'LIQUIDATION_BEFORE_STOP',
          `liquidated at ${at} with the stop at ${plan.stop.price}; safe up to leverage ${safe}`,
          figures,
        )
      : pass(`liquidated at ${at}, well beyond the stop`, figures);
  },
};

const instrumentOf = ({ facts }: RuleInput): Instrument => facts.value('instrument') as unknown as Instrument;

/** The tier of the position, in quote, with what is reserved and held of the symbol already. */
function tierOf(
  { sized, facts, scopes, plan }: RuleInput,
  tiers: readonly MaintenanceTier[],
): { readonly notional: Decimal; readonly tier: MaintenanceTier | undefined } {
  if (sized === undefined) throw new Error('there is no size');
  const [counter = ''] = countersOf(scopes, 'symbol', 'notional');
  const used = (facts.value('exposure') as ExposureFact)[counter];
  if (used === undefined) throw new Error(`the ledger was not asked for ${counter}`);
  const units = Decimal.of(used).plus(sized.amounts.notional).dividedBy(sized.perUnit.notional, 'ceil');
  const { contract } = settlementOf(facts.value('instrument') as unknown as Instrument);
  // A short grows as it loses: what counts is its notional at the stop.
  const price = Decimal.max(sized.entry, plan.stop.price);
  const notional = contract === 'inverse' ? units : units.times(price).round(8, 'ceil');
  const tier = tiers.find(
    ({ maximumNotional }) => maximumNotional === undefined || notional.lte(maximumNotional),
  );
  return { notional, tier };
}
