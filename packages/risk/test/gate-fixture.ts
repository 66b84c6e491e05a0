import {
  createRunner,
  type Decision,
  memoryStore,
  Pipeline,
  type RuleResult,
  type Runner,
  type Store,
  type TradePlan,
  VirtualClock,
} from '@tradewarden/core';
import { samplePlan } from '@tradewarden/testing';
import { riskGate, type RiskGateOptions } from '../src/risk-gate.ts';

export interface GateFixture {
  readonly runner: Runner;
  readonly store: Store;
  readonly clock: VirtualClock;
  /** Decides the sample plan with changes. */
  readonly decide: (changes?: Partial<TradePlan>) => Promise<Decision>;
}

/** A gate behind a runner on the memory store, its clock at the sample plan's time. */
export function startGate(options: Partial<RiskGateOptions> = {}): GateFixture {
  const clock = new VirtualClock(samplePlan().createdAt);
  const store = memoryStore({ clock });
  const gate = riskGate({ equity: '10000', market: 'none', ...options });
  const runner = createRunner({
    pipeline: Pipeline.of<TradePlan>().stage(gate),
    store,
    account: 'main',
    mode: 'notify',
    clock,
  });
  const decide = async (changes: Partial<TradePlan> = {}): Promise<Decision> => {
    const { decision, error } = await runner.run(samplePlan(changes));
    if (decision === undefined) throw new Error(error?.message);
    return decision;
  };
  return { runner, store, clock, decide };
}

export function ruleOf(decision: Decision, id: string): RuleResult {
  const found = decision.rules.find((rule) => rule.id === id);
  if (found === undefined) throw new Error(`no rule ${id}`);
  return found;
}
