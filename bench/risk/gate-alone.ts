import type { Decision, Fact, TradePlan } from '@tradewarden/core';
import { type EvaluatedStore, evaluate, hashOfPlan } from '../../packages/core/src/runner/evaluate.ts';
import { loadFacts } from '../../packages/core/src/facts/load-facts.ts';
import { policyOf } from '../../packages/core/src/policy/policy.ts';
import { Snapshot } from '../../packages/core/src/runner/snapshot.ts';
import { systemClock } from '@tradewarden/core';
import type { FullBook } from './full-book.ts';

const book = { account: 'bench', mode: 'paper', venue: 'sim' } as const;
const { signal } = new AbortController();

/**
 * A decision with its facts in hand and the ledger's sums in memory: every rule, the size, the reservation and the
 * document, and no I/O at all.
 */
export async function gateAlone(
  { pipeline, store: real }: FullBook,
  plan: TradePlan,
): Promise<(plan: TradePlan) => Promise<Decision>> {
  const definitions = pipeline.stages.flatMap(({ facts }) => facts ?? []);
  const facts: ReadonlyMap<string, Fact> = await loadFacts(definitions, {
    plan,
    now: Date.now(),
    clock: systemClock,
    signal,
  });
  const { configHash } = policyOf(pipeline, book, 0);
  const sums = new Map<string, number>();
  await evaluate(
    inputOf(plan, {
      get: (keys) => real.get(keys),
      counters: async (names) => {
        const found = await real.counters(names);
        for (const [index, name] of names.entries()) sums.set(name, found[index] ?? 0);
        return found;
      },
    }),
  );
  const store: EvaluatedStore = {
    get: async (keys) => keys.map(() => null),
    counters: async (names) => names.map((name) => sums.get(name) ?? 0),
  };
  function inputOf(asked: TradePlan, on: EvaluatedStore): Parameters<typeof evaluate>[0] {
    return {
      pipeline,
      subject: { kind: 'plan', plan: asked },
      book,
      now: Date.now(),
      configHash,
      planHash: hashOfPlan(asked),
      facts,
      runnerFacts: { latches: [], earlier: null },
      store: on,
      snapshot: new Snapshot(on),
      signal,
    };
  }
  return async (asked) => (await evaluate(inputOf(asked, store))).decision;
}
