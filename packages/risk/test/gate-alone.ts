import {
  canonicalJson,
  type Fact,
  type Json,
  type RuleResult,
  type Sizing,
  type StageContext,
  type StageResult,
  type TradePlan,
} from '@tradewarden/core';
import { riskGate } from '../src/risk-gate.ts';

type Gate = ReturnType<typeof riskGate>;

export interface AloneInput {
  readonly plan: TradePlan;
  readonly facts: ReadonlyMap<string, Fact>;
  /** Epoch ms; default: when the plan was made. */
  readonly now?: number;
  /** What each counter holds, in counting units. */
  readonly used?: (counter: string) => number;
  /** Sides that are live on the symbol. */
  readonly live?: readonly ('LONG' | 'SHORT')[];
}

export interface MadeAlone {
  readonly verdict: StageResult<unknown>['verdict'];
  /** By id. */
  readonly rules: readonly RuleResult[];
  readonly sizing?: Sizing;
  /** What it asks to be written. */
  readonly drafted: readonly unknown[];
}

/** What a gate makes of a plan with everything in hand: no runner, no store, no clock. */
export async function gateAlone(gate: Gate, input: AloneInput): Promise<MadeAlone> {
  const { plan, facts, now = plan.createdAt, used = () => 0, live = [] } = input;
  const drafted: unknown[] = [];
  const note = (...given: readonly unknown[]): void => void drafted.push(given.filter(isContent));
  const context: StageContext = {
    now,
    book: { account: 'main', mode: 'notify', venue: 'none' },
    decisionId: 'd',
    planHash: 'h',
    fact: (key) => facts.get(key),
    state: { get: async (keys) => keys.map(() => null) },
    ledger: {
      usage: async (counters) => counters.map(used),
      book: async () => live.map((direction, index) => ({ reservationId: `r${index}`, direction })),
      reserve: note,
    },
    draft: { claim: note, enqueue: note, note, put: note, remove: note, latch: note },
    signal: new AbortController().signal,
  };
  const { rules = [], sizing, verdict } = await gate.run(plan, context);
  const byId = (left: RuleResult, right: RuleResult): number => (left.id < right.id ? -1 : 1);
  return { verdict, rules: rules.toSorted(byId), drafted, ...(sizing === undefined ? {} : { sizing }) };
}

/** Not the draft itself, which `reserve` is given first. */
const isContent = (given: unknown): boolean =>
  typeof given !== 'object' || given === null || !('claim' in given);

/** The facts that a gate declares, loaded for a plan. */
export async function factsFor(gate: Gate, plan: TradePlan): Promise<ReadonlyMap<string, Fact>> {
  const { signal } = new AbortController();
  const now = plan.createdAt;
  return new Map(
    await Promise.all(
      (gate.facts ?? []).map(async (fact) => [fact.key, await fact.load({ plan, now, signal })] as const),
    ),
  );
}

export const textOf = (made: MadeAlone): string => canonicalJson(made as unknown as Json);
