import {
  type Decision,
  type Fact,
  type RuleResult,
  type Sizing,
  type StageContext,
  type TradePlan,
  type Verdict,
} from '@tradewarden/core';
import { verdictOf } from '@tradewarden/core/audit';
import type { Gate } from './gate-pair.ts';

/** What a gate says of a recorded plan, given these facts. */
export interface Redecided {
  readonly verdict: Verdict;
  /** Those of the gate, and as recorded those that others gave. */
  readonly rules: readonly RuleResult[];
  readonly sizing?: Sizing;
  /** Facts that it asked for and that the record does not hold. */
  readonly missing: readonly string[];
}

/** Facts that the gate reads of the ledger itself. */
const ofLedger = new Set(['exposure', 'book', 'claim']);

/** Asks the gate about the plan of a decision, with facts in place of everything that it would read. */
export async function redecide(
  gate: Gate,
  decision: Decision & { readonly plan: TradePlan },
  facts: ReadonlyMap<string, Fact>,
  others: readonly RuleResult[],
): Promise<Redecided> {
  const missing = new Set<string>();
  const { plan, book, decisionId, planHash, evaluatedAt } = decision;
  const find = (key: string): Fact | undefined => {
    const fact = facts.get(key);
    if (fact === undefined && !ofLedger.has(key)) missing.add(key);
    return fact;
  };
  const context = { now: evaluatedAt, book, decisionId, planHash, fact: find, recorded: facts, ...inert };
  const { rules = [], sizing, verdict } = await gate.run(plan, context);
  const all = [...others, ...rules].toSorted((left, right) => (left.id < right.id ? -1 : 1));
  const told = verdictOf(all);
  return {
    // The gate may refuse for want of anything to trade without a rule that says so.
    verdict: verdict === 'refuse' ? 'rejected' : told,
    rules: all,
    ...(sizing === undefined ? {} : { sizing }),
    missing: [...missing],
  };
}

const nothing = async (): Promise<never> => {
  throw new Error('recorded facts only');
};

/** A context in which nothing can be read or written. */
const inert = {
  state: { get: nothing },
  ledger: { usage: nothing, book: nothing, reserve: () => {} },
  draft: {
    claim: () => {},
    enqueue: () => {},
    note: () => {},
    put: () => {},
    remove: () => {},
    latch: () => {},
  },
  signal: new AbortController().signal,
} satisfies Partial<StageContext>;

/** Ids of the rules that a gate answers for; all others stay as they were recorded. */
export const rulesBeside = (gate: Gate, rules: readonly RuleResult[]): readonly RuleResult[] => {
  const own = new Set((gate.rules ?? []).map(({ id }) => id));
  return rules.filter(({ id }) => !own.has(id) && id !== 'stage.gate');
};
