import {
  type Approved,
  defineFact,
  type FactDefinition,
  type Json,
  type MarketData,
  type SizedPlan,
  type Stage,
  type TradePlan,
  unknown,
} from '@tradewarden/core';
import type { EquitySource } from '@tradewarden/core/equity';
import { capsInForce } from './exposure/caps.ts';
import { equityFacts, marketFacts } from './gate-facts.ts';
import type { GatePolicy } from './gate-policy.ts';
import { Limits } from './limits/limits.ts';
import { riskGate } from './risk-gate.ts';
import { fixedRules } from './rules/built-in-rules.ts';
import type { Rule } from './rules/rule.ts';

/**
 * The gate again, from its part of a recorded policy, to compute recorded decisions with: its facts load nothing.
 * `installed` are rules of your own; text names those that it lacks.
 * @throws {TypeError} no configuration of this gate. @throws {ConfigError} limits or groups that cannot be used.
 */
export function gateOfPolicy(
  config: Json,
  installed: readonly Rule[] = [],
): Stage<TradePlan, Approved<SizedPlan>> | string {
  const policy = config as unknown as GatePolicy;
  const rules = installed.filter(({ id }) => policy.ownRules.includes(id));
  const missing = policy.ownRules.filter((id) => !rules.some((rule) => rule.id === id));
  if (missing.length > 0) return `not installed here: the rules ${missing.join(', ')}`;
  const limits = new Limits(new Map(Object.entries(policy.limits)));
  const inForce = capsInForce(limits, []);
  const ours = [...fixedRules, ...inForce].map(({ id }) => id);
  const market = policy.market === 'none' ? 'none' : silentMarket(policy.market);
  const declared = policy.facts.map(silentFact);
  const [first] = declared;
  if (first === undefined) return 'it names no facts';
  const equity = policy.measured ? silentEquity : (first as FactDefinition<string>);
  const ownFacts =
    equityFacts(equity, limits).length + marketFacts(market, policy.limits['sizing.model'] ?? '').length;
  return riskGate({
    equity,
    market,
    limits: policy.limits,
    currency: policy.currency,
    unitPlaces: policy.unitPlaces,
    groups: policy.groups,
    aliases: policy.aliases,
    caps: policy.caps.map((cap) => ({ ...cap, limit: policy.limits[cap.id] ?? 'unlimited' })),
    rules,
    facts: declared.slice(ownFacts),
    without: ours.filter((id) => !policy.rules.includes(id) || policy.ownRules.includes(id)),
  });
}

const silentFact = ({ key, maximumAgeMs }: GatePolicy['facts'][number]): FactDefinition =>
  defineFact({
    key,
    ...(maximumAgeMs === undefined ? {} : { maximumAgeMs }),
    load: async () => unknown('recorded facts only'),
  });

const silentEquity: EquitySource = {
  id: 'recorded',
  measured: true,
  read: async () => undefined,
};

const silentMarket = (id: string): MarketData => ({
  id,
  instrument: async () => undefined,
  quote: async () => undefined,
  candles: async () => [],
});
