import type { Approved, Json, Policy, SizedPlan, Stage, TradePlan } from '@tradewarden/core';
import { caps } from '../exposure/caps.ts';
import { gateOfPolicy } from '../gate-of-policy.ts';
import type { GatePolicy } from '../gate-policy.ts';
import type { LimitOverrides } from '../limits/limits.ts';
import type { Rule } from '../rules/rule.ts';

export type Gate = Stage<TradePlan, Approved<SizedPlan>>;

/** The gate of a recorded configuration as it was, and with other limits. */
export interface GatePair {
  readonly recorded: Gate;
  readonly other: Gate;
  readonly policy: GatePolicy;
}

/**
 * Text says why a configuration cannot be built again.
 * @throws {ConfigError} limits that cannot be used together with the recorded ones.
 */
export function gatePairOf(
  { config }: Policy,
  limits: LimitOverrides,
  installed: readonly Rule[],
): GatePair | string {
  const [stage, ...more] = config.stages;
  if (stage?.name !== 'gate' || more.length > 0)
    return `not installed here: the stages ${config.stages.map(({ name }) => name).join(', ')}`;
  const policy = stage.config as unknown as GatePolicy;
  const recorded = gateOfPolicy(stage.config, installed);
  if (typeof recorded === 'string') return recorded;
  const other = gateOfPolicy(changed(policy, limits) as unknown as Json, installed);
  return typeof other === 'string' ? other : { recorded, other, policy };
}

/** With these limits. A cap that limits something from now on is in force, whether it was before or not. */
function changed(policy: GatePolicy, limits: LimitOverrides): GatePolicy {
  const texts = Object.entries(limits).map(([key, value]) => [key, String(value)] as const);
  const model = texts.find(([key]) => key === 'sizing.model')?.[1] ?? policy.limits['sizing.model'];
  const named = caps.filter(({ limit }) =>
    texts.some(([key, text]) => key === limit && text !== 'unlimited'),
  );
  return {
    ...policy,
    limits: { ...policy.limits, ...Object.fromEntries(texts) },
    rules: [...new Set([...policy.rules, ...named.map(({ id }) => id)])].toSorted(),
    facts: policy.facts
      .filter(({ key }) => key !== 'atr')
      .flatMap((fact) =>
        fact.key === 'extremes' && model === 'atr' && policy.market !== 'none'
          ? [fact, { key: 'atr' }]
          : [fact],
      ),
  };
}
