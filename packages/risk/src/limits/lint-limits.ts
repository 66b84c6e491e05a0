import { type Amount, Decimal } from '@tradewarden/core';
import { caps } from '../exposure/caps.ts';
import type { Grouping } from '../exposure/grouping.ts';
import { balancedLimits, type LimitKey } from './limit-table.ts';
import type { Limits } from './limits.ts';

/** Something in the limits that does not do what it seems to. Each limit is sound by itself. */
export interface LimitFinding {
  /** `CAP_DOMINATES_RISK` a cap cuts every usual plan; `CAP_UNREACHABLE` a limit never binds; `LIMIT_CONTRADICTION` nothing can be approved. */
  readonly code: 'CAP_DOMINATES_RISK' | 'CAP_UNREACHABLE' | 'LIMIT_CONTRADICTION';
  /** Key of the limit to look at. */
  readonly path: string;
  readonly message: string;
}

/** What is odd about limits taken together, for people who set them: nothing here refuses anything. */
export function lintLimits(
  limits: Limits,
  { groups = {}, equity }: Pick<Grouping, 'groups'> & { readonly equity?: Amount } = {},
): readonly LimitFinding[] {
  const found: LimitFinding[] = [];
  const report = (code: LimitFinding['code'], path: string, message: string): unknown =>
    found.push({ code, path, message });
  const value = (key: LimitKey): Decimal | undefined => limits.decimal(key);
  const risk = limits.number('risk.perTrade');

  for (const key of ['exposure.asset', 'exposure.total'] as const) {
    const cap = value(key);
    if (cap === undefined || cap.isZero()) continue;
    const stop = risk.dividedBy(cap, 'ceil');
    if (stop.lte(value('stop.min') ?? 0)) continue;
    report(
      'CAP_DOMINATES_RISK',
      key,
      `${key} ${cap.toString()} cuts every plan whose stop is tighter than ${percent(stop)} %: such a plan never risks risk.perTrade ${risk.toString()}`,
    );
    break;
  }
  const heat = value('heat.total');
  if (heat?.lt(risk) === true)
    report(
      'CAP_DOMINATES_RISK',
      'heat.total',
      `heat.total ${heat.toString()} is less than one plan may risk, ${risk.toString()}`,
    );

  for (const cap of caps) {
    const own = limits.decimal(cap.limit);
    if (own === undefined) continue;
    if (own.isZero()) {
      report(
        'LIMIT_CONTRADICTION',
        cap.limit,
        `${cap.limit} is 0: every plan is refused; leave the account alone instead`,
      );
      continue;
    }
    const total = caps.find(({ measure, scope }) => measure === cap.measure && scope === 'total');
    const whole = total === undefined ? undefined : limits.decimal(total.limit);
    if (cap.scope !== 'total' && whole !== undefined && own.gt(whole))
      report(
        'CAP_UNREACHABLE',
        cap.limit,
        `${total?.limit} ${whole.toString()} binds before ${own.toString()}`,
      );
    if (cap.scope === 'group' && Object.keys(groups).length === 0)
      report('CAP_UNREACHABLE', cap.limit, 'there are no groups, so that it concerns no plan');
  }
  const positions = value('positions.max');
  if (positions !== undefined && heat?.gt(positions.times(risk)) === true)
    report(
      'CAP_UNREACHABLE',
      'heat.total',
      `${positions.toString()} positions of ${risk.toString()} each cannot reach ${heat.toString()}`,
    );

  const [least, most] = [value('stop.min'), value('stop.max')];
  if (least !== undefined && most !== undefined && least.gt(most))
    report(
      'LIMIT_CONTRADICTION',
      'stop.min',
      `no stop is wider than ${least.toString()} and tighter than ${most.toString()}`,
    );
  if (value('leverage.max')?.lt(1) === true)
    report('LIMIT_CONTRADICTION', 'leverage.max', 'a leverage below 1 does not exist: every plan is refused');
  const score = value('score.min');
  if (score?.gt(100) === true)
    report('LIMIT_CONTRADICTION', 'score.min', 'scores end at 100: every plan is refused');
  const smallest = limits.number('size.min');
  for (const key of ['exposure.asset', 'exposure.total'] as const)
    if (value(key)?.lt(smallest) === true)
      report(
        'LIMIT_CONTRADICTION',
        key,
        `less than size.min ${smallest.toString()}, so that nothing can be opened`,
      );
  const amount = value('sizing.amount');
  const fixed = limits.word('sizing.model') === 'fixed-amount';
  if (fixed && equity !== undefined && amount?.gt(risk.times(equity)) === true)
    report(
      'LIMIT_CONTRADICTION',
      'sizing.amount',
      `${amount.toString()} is above risk.perTrade, which refuses it: ${risk.times(equity).toString()}`,
    );
  for (const [key, later] of milderBreakers) {
    const [mild, strict] = [value(key), value(later)];
    if (mild !== undefined && strict !== undefined && mild.gt(strict))
      report('CAP_UNREACHABLE', key, `${later} ${strict.toString()} trips before ${mild.toString()}`);
  }
  for (const key of idleKeys(limits))
    report('CAP_UNREACHABLE', key, `sizing.model ${limits.word('sizing.model')} does not use it`);
  return found;
}

const percent = (fraction: Decimal): string => fraction.times(100).round(4, 'ceil').toString();

/** Breakers with those that are meant to trip later. */
const milderBreakers = [
  ['loss.daily', 'loss.weekly'],
  ['drawdown.half', 'drawdown.reducing'],
  ['drawdown.reducing', 'drawdown.halted'],
] as const;

const owners: Readonly<Partial<Record<LimitKey, string>>> = {
  'sizing.amount': 'fixed-amount',
  'sizing.atrMultiple': 'atr',
  'sizing.kellyFraction': 'kelly',
  'sizing.kellySample': 'kelly',
};

/** Figures of a model that is not in use, where somebody set them. */
const idleKeys = (limits: Limits): readonly string[] =>
  Object.entries(owners)
    .filter(
      ([key, model]) =>
        limits.word('sizing.model') !== model && limits.word(key) !== balancedLimits[key as LimitKey],
    )
    .map(([key]) => key);
