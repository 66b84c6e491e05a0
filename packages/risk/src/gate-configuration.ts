import { type AccountUnit, accountUnit, type FactDefinition } from '@tradewarden/core';
import { countedBreakers } from './breakers/breaker-rules.ts';
import { type Cap, caps, capsInForce, type OwnCap } from './exposure/caps.ts';
import { checkGrouping } from './exposure/check-grouping.ts';
import type { Grouping } from './exposure/grouping.ts';
import {
  type EquityInput,
  equityFacts,
  equitySource,
  marketFacts,
  type MarketInput,
  rateFacts,
  type RatesInput,
} from './gate-facts.ts';
import { type LimitOverrides, type Limits, type Profile, resolveLimits } from './limits/limits.ts';
import { fixedRules } from './rules/built-in-rules.ts';
import { capRule } from './rules/cap-rules.ts';
import type { Rule } from './rules/rule.ts';
import { agesOf, type FactAges } from './rules/run-rule.ts';
import { sizingFacts } from './rules/sizing-facts.ts';

export interface RiskGateOptions extends Grouping {
  readonly equity: EquityInput;
  /** `'none'` makes the rules that need prices not-applicable. */
  readonly market: MarketInput;
  readonly profile?: Profile;
  /** By path, such as `{ 'exposure.total': 0.2 }`; win over the profile. */
  readonly limits?: LimitOverrides;
  /** What equity and caps are counted in; default `USDT`. */
  readonly currency?: string;
  /** Counters hold 10^-unitPlaces of the currency, 0 to 8; default 8 for bitcoin, 6 otherwise. Fixed by the first decision of an account. */
  readonly unitPlaces?: number;
  /** Rates of other currencies; a market that settles in one without a rate is `DATA_UNKNOWN`. */
  readonly fx?: RatesInput;
  /** Caps beside the built-in ones. */
  readonly caps?: readonly OwnCap[];
  /** Your own rules, first-class. */
  readonly rules?: readonly Rule[];
  /** Facts that your own rules need. A fact called `multiplier.<name>`, in (0, 1], scales the budget. */
  readonly facts?: readonly FactDefinition[];
  /** Ids of our rules and caps to leave out; a rule of yours may take the id of one. */
  readonly without?: readonly string[];
}

/** The options, checked and completed. */
export interface GateConfiguration {
  readonly limits: Limits;
  readonly caps: readonly Cap[];
  readonly rules: readonly Rule[];
  readonly grouping: Grouping;
  readonly unit: AccountUnit;
  readonly definitions: readonly FactDefinition[];
  readonly ages: FactAges;
  /** Whether losses show in the equity. */
  readonly measured: boolean;
  /** Names of the facts that scale the budget. */
  readonly multiplierFacts: readonly string[];
}

/** @throws {ConfigError} limits, groups or a unit that cannot be used. @throws {TypeError} two rules with one id, an unknown id to leave out. */
export function configureGate(options: RiskGateOptions): GateConfiguration {
  const { without = [], caps: ownCaps = [], rules: ownRules = [] } = options;
  const grouping = { groups: options.groups ?? {}, aliases: options.aliases ?? {} };
  checkGrouping(grouping);
  const limits = limitsOf(options);
  const inForce = capsInForce(limits, ownCaps);
  const ours: readonly Rule[] = [...fixedRules, ...inForce.map(capRule)];
  for (const id of without) {
    if (id === sizingFacts.id) throw new TypeError(`${id} cannot be left out: nothing is sized from guesses`);
    if (![...ours, ...caps].some((rule) => rule.id === id)) throw new TypeError(`there is no rule ${id}`);
  }
  const rules = [...ours.filter(({ id }) => !without.includes(id)), ...ownRules];
  for (const { id } of rules)
    if (rules.filter((rule) => rule.id === id).length > 1) throw new TypeError(`two rules are called ${id}`);
  const definitions = [
    ...equityFacts(options.equity, limits),
    ...marketFacts(options.market, limits.word('sizing.model')),
    ...rateFacts(options.fx ?? {}),
    ...(options.facts ?? []),
  ];
  return {
    limits,
    caps: inForce.filter(({ id }) => !without.includes(id)),
    rules,
    grouping,
    unit: accountUnit(options.currency ?? 'USDT', options.unitPlaces),
    definitions,
    ages: agesOf([...definitions, ...breakerAges(limits)]),
    measured: equitySource(options.equity) !== undefined,
    multiplierFacts: definitions.map(({ key }) => key).filter((key) => key.startsWith('multiplier.')),
  };
}

/** What was observed goes stale like what is read now. */
function breakerAges(limits: Limits): readonly Pick<FactDefinition, 'key' | 'maximumAgeMs'>[] {
  const age = limits.decimal('equity.maximumAgeMs')?.toNumber();
  return age === undefined ? [] : [{ key: 'breakers.equity', maximumAgeMs: age }];
}

/** With the limits of your own caps and rules; what is left out limits nothing, in the commit neither. */
function limitsOf({
  profile,
  limits = {},
  caps: ownCaps = [],
  rules = [],
  without = [],
}: RiskGateOptions): Limits {
  const own = ownCaps.map(
    ({ id, limit }) => [id, typeof limit === 'object' ? limit.toString() : limit] as const,
  );
  const off = [...caps, ...countedBreakers]
    .filter(({ id }) => without.includes(id))
    .map(({ limit }) => [limit, 'unlimited'] as const);
  return resolveLimits(profile, { ...Object.fromEntries(own), ...limits, ...Object.fromEntries(off) }, [
    ...own.map(([id]) => id),
    ...rules.flatMap((rule) => rule.limits ?? []),
  ]);
}
