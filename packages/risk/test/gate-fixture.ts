import {
  createRunner,
  type Decision,
  type Json,
  type MarketData,
  memoryStore,
  Pipeline,
  type RuleResult,
  type Runner,
  type Store,
  type TradePlan,
  VirtualClock,
} from '@tradewarden/core';
import { samplePlan } from '@tradewarden/testing';
import type { RiskGateOptions } from '../src/gate-configuration.ts';
import { scopesOf } from '../src/exposure/cap-scopes.ts';
import { resolveLimits } from '../src/limits/limits.ts';
import { riskGate } from '../src/risk-gate.ts';
import type { RuleInput } from '../src/rules/rule.ts';

export interface GateFixture {
  readonly runner: Runner;
  readonly store: Store;
  readonly clock: VirtualClock;
  /** Decides the sample plan with changes. */
  readonly decide: (changes?: Partial<TradePlan>) => Promise<Decision>;
}

/** A gate behind a runner on the memory store, its clock at the sample plan's time. */
export function startGate(
  options: Partial<RiskGateOptions> & { readonly store?: Store; readonly clock?: VirtualClock } = {},
): GateFixture {
  const clock = options.clock ?? new VirtualClock(samplePlan().createdAt);
  const store = options.store ?? memoryStore({ clock });
  const gate = riskGate({ equity: '10000', market: 'none', ...options });
  const runner = createRunner({
    pipeline: Pipeline.of<TradePlan>().stage(gate),
    store,
    account: 'main',
    mode: 'notify',
    clock,
    adoptPolicy: options.store !== undefined,
  });
  const decide = async (changes: Partial<TradePlan> = {}): Promise<Decision> => {
    const { decision, error } = await runner.run(samplePlan(changes));
    if (decision === undefined) throw new Error(error?.message);
    return decision;
  };
  return { runner, store, clock, decide };
}

/** A market that knows every symbol as BTC and quotes it at the entry of the sample plan. */
export const testMarket = (changes: Partial<MarketData> = {}): MarketData => ({
  id: 'test-market',
  instrument: async (symbol) => ({ symbol, base: 'BTC', quote: 'USDT', step: '0.0001', tick: '0.1' }),
  quote: async () => ({ bid: '42199', ask: '42201', at: samplePlan().createdAt }),
  candles: async () => [],
  ...changes,
});

/** What a rule sees of the sample plan at its time; every fact asked for has this value. */
export function ruleInput(value: unknown, changes: Partial<RuleInput> = {}): RuleInput {
  const plan = samplePlan();
  return {
    plan,
    limits: resolveLimits(),
    now: plan.createdAt,
    scopes: scopesOf(plan, { venue: 'none' }, {}),
    unitPlaces: 6,
    facts: { value: () => value as Json, find: () => undefined },
    ...changes,
  };
}

export function ruleOf(decision: Decision, id: string): RuleResult {
  const found = decision.rules.find((rule) => rule.id === id);
  if (found === undefined) throw new Error(`no rule ${id}`);
  return found;
}
