import { Decimal } from './decimal.ts';
import type { PlanIssue } from './plan-issue.ts';
import type { Direction } from './trade-plan.ts';

/** The prices of a plan as far as they could be read. */
export interface ReadPrices {
  readonly direction: Direction | undefined;
  readonly near: string | undefined;
  readonly far: string | undefined;
  readonly stop: string | undefined;
  readonly targets: readonly (string | undefined)[];
}

/** LONG: stop < far <= near < target 1 < target 2 …; mirrored for SHORT. Parts that could not be read are left out. */
export function geometryIssues(prices: ReadPrices): readonly PlanIssue[] {
  const { direction } = prices;
  if (direction === undefined) return [];
  const issues: PlanIssue[] = [];
  const order = (
    path: string,
    left: string | undefined,
    right: string | undefined,
    equal: boolean,
    text: string,
  ): void => {
    if (left === undefined || right === undefined) return;
    const side = Decimal.of(left).compare(right) * (direction === 'LONG' ? 1 : -1);
    if (side < 0 || (equal && side === 0)) return;
    issues.push({ path, code: 'PLAN_GEOMETRY', message: `${text} (got ${left} and ${right})` });
  };
  const [below, above] = direction === 'LONG' ? ['below', 'above'] : ['above', 'below'];
  order(
    'stop.price',
    prices.stop,
    prices.far ?? prices.near,
    false,
    `a ${direction} stop is ${below} the entry zone`,
  );
  order('entry.far', prices.far, prices.near, true, `far is ${below} near, or equal, for ${direction}`);
  for (const [index, target] of prices.targets.entries()) {
    const before = index === 0 ? prices.near : prices.targets[index - 1];
    const what = index === 0 ? 'the entry zone' : 'the target before it';
    order(`targets[${index}].price`, before, target, false, `a ${direction} target is ${above} ${what}`);
  }
  return issues;
}
