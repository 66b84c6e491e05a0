import { Decimal } from './decimal.ts';
import type { FieldReader } from './field-reader.ts';
import { equalPercents } from './plan-defaults.ts';
import type { Target } from './trade-plan.ts';

export interface ReadTarget {
  readonly price: string | undefined;
  readonly percent: string | undefined;
  readonly rationale: string | undefined;
}

/** Targets as far as they can be read; percents are all given or all defaulted. */
export function readTargets(plan: FieldReader): readonly ReadTarget[] {
  const items = plan.list('targets');
  if (items === undefined || items.length === 0) {
    if (items !== undefined || !plan.has('targets')) plan.report('targets', 'required: at least one target');
    return [];
  }
  if (items.length > 20) plan.report('targets', 'more than 20 targets');
  const given = items.filter((item) => item?.has('percent') === true).length;
  if (given > 0 && given < items.length) plan.report('targets', 'give percent on every target or on none');
  const shares = given === 0 ? equalPercents(items.length) : [];
  const targets = items.map((item, index): ReadTarget => {
    item?.onlyKnown(['price', 'percent', 'rationale']);
    return {
      price: item?.requiredDecimal('price', { positive: true }),
      percent: given === 0 ? shares[index] : item?.decimal('percent', { positive: true, maximum: 100 }),
      rationale: item?.text('rationale', 4000),
    };
  });
  if (targets.every(({ percent }) => percent !== undefined)) {
    const sum = targets.reduce((total, { percent }) => total.plus(percent ?? '0'), Decimal.zero);
    if (!sum.eq(100)) plan.report('targets', `percents sum to ${sum.toString()}, not 100`, 'PLAN_GEOMETRY');
  }
  return targets;
}

/** The targets of a plan without issues. */
export function soundTargets(targets: readonly ReadTarget[]): readonly [Target, ...Target[]] | undefined {
  const sound = targets.flatMap(({ price, percent, rationale }): Target[] =>
    price === undefined || percent === undefined
      ? []
      : [{ price, percent, ...(rationale === undefined ? {} : { rationale }) }],
  );
  const [first, ...rest] = sound;
  return first === undefined || sound.length !== targets.length ? undefined : [first, ...rest];
}
