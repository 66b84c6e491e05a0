import {
  type Approved,
  type Fact,
  type Json,
  type RuleResult,
  type SizedPlan,
  type Stage,
  type TradePlan,
} from '@tradewarden/core';
import { approve } from '@tradewarden/core/gate';
import { breakerFacts } from './breakers/breaker-facts.ts';
import { gateLatches } from './breakers/gate-latches.ts';
import { scopesOf } from './exposure/cap-scopes.ts';
import { modelProblem, sizingNeeds } from './gate-budget.ts';
import { configureGate, type GateConfiguration, type RiskGateOptions } from './gate-configuration.ts';
import { policyOfGate } from './gate-policy.ts';
import { internalFacts, recordsOf } from './gate-ledger.ts';
import { draftReservation } from './gate-reservation.ts';
import { type GateSize, sizeOf } from './gate-sizing.ts';
import type { FactReader, Rule, RuleInput } from './rules/rule.ts';
import { runRule } from './rules/run-rule.ts';
import { sizingFacts } from './rules/sizing-facts.ts';

/**
 * The gate: evaluates every rule, sizes within every cap, and drafts the reservation and the double-fire claim.
 * @throws {ConfigError} limits, groups or a unit that cannot be used. @throws {TypeError} two rules with one id, an unknown id to leave out.
 */
export function riskGate(options: RiskGateOptions): Stage<TradePlan, Approved<SizedPlan>> {
  const configuration = configureGate(options);
  const { limits, rules, caps, grouping, ages, unit } = configuration;
  const { unitPlaces } = unit;
  return {
    name: 'gate',
    facts: configuration.definitions,
    rules: rules.map(({ id, severity }) => ({ id, severity })),
    unit,
    config: policyOfGate(configuration, {
      rules: options.rules ?? [],
      caps: options.caps ?? [],
      market: options.market === 'none' ? 'none' : options.market.id,
    }) as unknown as Json,
    run: async (plan, context) => {
      const scopes = scopesOf(plan, context.book, grouping);
      const internal = new Map([
        ...(await internalFacts(plan, context, configuration, scopes)),
        ...(await breakerFacts({ plan, context, limits, measured: configuration.measured })),
      ]);
      const facts = readerOf((key) => internal.get(key) ?? context.fact(key));
      const input: RuleInput = { plan, facts, limits, scopes, unitPlaces, now: context.now };
      const asked = rules.map((rule) =>
        rule.id === sizingFacts.id ? completed(rule, input, configuration) : rule,
      );
      const results = asked.filter(({ when }) => when === 'plan').map((rule) => runRule(rule, input, ages));
      for (const latch of gateLatches(results, input)) context.draft.latch(latch);
      const made = results.some(cannotSize) ? undefined : sizedOrReported(input, configuration, results);
      const sized = made === undefined ? input : { ...input, sized: made.size };
      results.push(...asked.filter(({ when }) => when === 'sized').map((rule) => runRule(rule, sized, ages)));
      const found = {
        rules: results,
        facts: recordsOf(internal),
        ...(made === undefined ? {} : { sizing: made.sizing }),
      };
      const refusal = results.find(refuses);
      if (refusal !== undefined || made === undefined || !made.size.quantity.isPositive()) {
        return {
          verdict: 'refuse',
          code: refusal?.code ?? 'SIZE_BELOW_MINIMUM',
          reason: refusal?.message ?? 'nothing is left to trade',
          ...found,
        };
      }
      const { size, sizing } = made;
      draftReservation({ plan, amounts: size.amounts, caps, scopes, limits, facts, unitPlaces }, context);
      const reservationId = context.decisionId;
      const value = approve({ plan, sizing, decisionId: context.decisionId, reservationId });
      return { verdict: 'continue', value, ...found, reservationId };
    },
  };
}

const refuses = ({ severity, status, effect }: RuleResult): boolean =>
  severity === 'block' && (status === 'indeterminate' || (status === 'fail' && effect !== 'resize'));

/** Without equity, or without what a size is computed from, no size means anything. */
const cannotSize = (result: RuleResult): boolean =>
  refuses(result) && (result.id === 'equity.positive' || result.id === sizingFacts.id);

/** The rule with everything that the size of this plan is computed from. What is declared absent cannot be sized from. */
const completed = (rule: Rule, input: RuleInput, configuration: GateConfiguration): Rule => {
  const needs = sizingNeeds(input.plan, input.facts, configuration);
  const missing = needs.find((key) => input.facts.find(key)?.status === 'absent');
  return {
    ...rule,
    needs: missing === undefined ? needs : needs.filter((key) => input.facts.find(key)?.status !== 'absent'),
    check: () =>
      missing === undefined
        ? modelProblem(input.facts, configuration.limits)
        : { status: 'indeterminate', code: 'DATA_UNKNOWN', message: `${missing}: declared absent` },
  };
};

/** The size; what cannot be computed becomes the finding of `sizing.facts`, which refuses. */
function sizedOrReported(
  input: RuleInput,
  configuration: GateConfiguration,
  results: RuleResult[],
): GateSize | undefined {
  try {
    return sizeOf(input.plan, input.facts, input.scopes, configuration);
  } catch (error) {
    const index = results.findIndex(({ id }) => id === sizingFacts.id);
    const message = `the size cannot be computed: ${error instanceof Error ? error.message : String(error)}`;
    results[index] = {
      id: sizingFacts.id,
      severity: 'block',
      status: 'indeterminate',
      code: 'RULE_ERROR',
      message,
    };
    return undefined;
  }
}

const readerOf = (find: (key: string) => Fact | undefined): FactReader => ({
  find,
  value: (key) => {
    const fact = find(key);
    if (fact?.status !== 'known') throw new Error(`fact ${key} is not known`);
    return fact.value;
  },
});
