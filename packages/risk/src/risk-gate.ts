import {
  type Approved,
  Decimal,
  type Fact,
  type FactDefinition,
  type RuleResult,
  type SizedPlan,
  type Stage,
  type TradePlan,
} from '@tradewarden/core';
import { approve } from '@tradewarden/core/gate';
import { type EquityInput, equityFact, marketFacts, type MarketInput } from './gate-facts.ts';
import { type LimitOverrides, type Profile, resolveLimits } from './limits/limits.ts';
import { builtInRules } from './rules/built-in-rules.ts';
import type { FactReader, Rule } from './rules/rule.ts';
import { agesOf, runRule } from './rules/run-rule.ts';
import { internalFacts, recordsOf } from './gate-ledger.ts';
import { draftReservation } from './gate-reservation.ts';
import { sizeOf, sizingOf } from './gate-sizing.ts';

export interface RiskGateOptions {
  readonly equity: EquityInput;
  /** `'none'` makes the rules that need prices not-applicable. */
  readonly market: MarketInput;
  readonly profile?: Profile;
  /** By path, such as `{ 'exposure.total': 0.2 }`; win over the profile. */
  readonly limits?: LimitOverrides;
  /** Your own rules, first-class. */
  readonly rules?: readonly Rule[];
  /** Facts that your own rules need. */
  readonly facts?: readonly FactDefinition[];
  /** Ids of rules to leave out. */
  readonly without?: readonly string[];
}

/**
 * The gate: evaluates every rule, sizes within every cap, and drafts the reservation and the double-fire claim.
 * @throws {ConfigError} limits that cannot be used. @throws {TypeError} two rules with one id, an unknown id to leave out.
 */
export function riskGate(options: RiskGateOptions): Stage<TradePlan, Approved<SizedPlan>> {
  const limits = resolveLimits(options.profile, options.limits);
  const all = [...builtInRules, ...(options.rules ?? [])];
  for (const { id } of all)
    if (all.filter((rule) => rule.id === id).length > 1) throw new TypeError(`two rules are called ${id}`);
  for (const id of options.without ?? [])
    if (!all.some((rule) => rule.id === id)) throw new TypeError(`there is no rule ${id}`);
  const rules = all.filter(({ id }) => options.without?.includes(id) !== true);
  const definitions = [equityFact(options.equity), ...marketFacts(options.market), ...(options.facts ?? [])];
  const ages = agesOf(definitions);
  return {
    name: 'gate',
    facts: definitions,
    rules: rules.map(({ id, severity }) => ({ id, severity })),
    config: {
      limits: limits.entries(),
      rules: rules.map(({ id }) => id),
      market: options.market === 'none' ? 'none' : options.market.id,
    },
    run: async (plan, context) => {
      const internal = await internalFacts(plan, context);
      const facts = readerOf((key) => internal.get(key) ?? context.fact(key));
      const input = { plan, facts, limits, now: context.now };
      const results = rules.filter(({ when }) => when === 'plan').map((rule) => runRule(rule, input, ages));
      const size = results.some(cannotSize) ? undefined : sizeOf(plan, facts, limits);
      const sized = size === undefined ? input : { ...input, sized: size };
      results.push(...rules.filter(({ when }) => when === 'sized').map((rule) => runRule(rule, sized, ages)));
      const found = {
        rules: results,
        facts: recordsOf(internal),
        ...(size === undefined ? {} : { sizing: sizingOf(plan, size, facts, limits) }),
      };
      const refusal = results.find(refuses);
      if (refusal !== undefined || size === undefined) {
        return {
          verdict: 'refuse',
          code: refusal?.code ?? 'DATA_UNKNOWN',
          reason: refusal?.message ?? 'there is no size',
          ...found,
        };
      }
      const sizing = sizingOf(plan, size, facts, limits);
      draftReservation(plan, sizing, context, limits, Decimal.of(facts.value('equity') as string));
      const reservationId = context.decisionId;
      const value = approve({ plan, sizing, decisionId: context.decisionId, reservationId });
      return { verdict: 'continue', value, ...found, reservationId };
    },
  };
}

const refuses = ({ severity, status, effect }: RuleResult): boolean =>
  severity === 'block' && (status === 'indeterminate' || (status === 'fail' && effect !== 'resize'));

/** Without equity, or without an instrument that is configured, no size means anything. */
const cannotSize = (result: RuleResult): boolean =>
  refuses(result) && (result.id === 'equity.positive' || result.id === 'market.instrument');

const readerOf = (find: (key: string) => Fact | undefined): FactReader => ({
  find,
  value: (key) => {
    const fact = find(key);
    if (fact?.status !== 'known') throw new Error(`fact ${key} is not known`);
    return fact.value;
  },
});
