import { canonicalJson } from '../domain/canonical-json.ts';
import { inCanonicalOrder } from '../domain/canonical-order.ts';
import type { Book, Decision, FactRecord, RuleResult, Sizing, UnparsedPlan } from '../domain/decision.ts';
import type { Json } from '../domain/json.ts';
import type { PlanIssue } from '../domain/plan-issue.ts';
import type { TradePlan } from '../domain/trade-plan.ts';
import type { Fact } from '../facts/fact.ts';
import { recordOf } from '../facts/fact-record.ts';
import { sha256Hex } from '../hash/sha256.ts';
import type { AnyStage, Pipeline } from '../pipeline/pipeline.ts';
import type { StageContext } from '../pipeline/stage.ts';
import type { Store } from '../store/store.ts';
import { DraftCollector } from './draft-collector.ts';
import { engineVersion } from '../domain/engine-version.ts';
import { intakeResults } from './intake-rules.ts';
import { type RunnerFacts, runnerRecords, runnerRules } from './runner-facts.ts';
import type { Snapshot } from './snapshot.ts';
import { stageLedger } from './stage-ledger.ts';
import { verdictOf } from './verdict-of.ts';

/** What is evaluated: a sound plan, or an input that only names itself. */
export type Subject =
  | { readonly kind: 'plan'; readonly plan: TradePlan }
  | { readonly kind: 'unparsed'; readonly plan: UnparsedPlan; readonly issues: readonly PlanIssue[] };

/** All that an evaluation reads of a store. */
export type EvaluatedStore = Pick<Store, 'get' | 'counters'>;

export interface EvaluationInput {
  readonly pipeline: Pipeline<TradePlan, unknown>;
  readonly subject: Subject;
  readonly book: Book;
  readonly now: number;
  readonly configHash: string;
  readonly planHash: string;
  readonly facts: ReadonlyMap<string, Fact>;
  readonly runnerFacts: RunnerFacts;
  readonly store: EvaluatedStore;
  readonly snapshot: Snapshot;
  readonly signal: AbortSignal;
  /** When a decision is computed again: its facts, from which stages take what they would read of the store. */
  readonly recorded?: ReadonlyMap<string, Fact>;
}

export interface Evaluation {
  readonly decision: Decision;
  /** What the last stage made; absent when rejected. */
  readonly value?: unknown;
  /** What stages asked for; void when rejected. */
  readonly drafted: DraftCollector;
}

/** One pure pass over a snapshot: nothing is written, nothing is sent. */
export async function evaluate(input: EvaluationInput): Promise<Evaluation> {
  const { subject, book, planHash } = input;
  const { source, planId, revision } = subject.plan;
  const decisionId = sha256Hex(
    canonicalJson([book.account, book.mode, book.venue, source, planId, revision, planHash]),
  );
  const drafted = new DraftCollector();
  const rules: RuleResult[] = [
    ...intakeResults(subject.kind === 'plan' ? [] : subject.issues),
    ...runnerRules(input.runnerFacts),
  ];
  const facts: Record<string, FactRecord> = {};
  for (const [key, fact] of input.facts) facts[key] = recordOf(fact);
  const findings: { sizing?: Sizing; reservationId?: string } = {};
  let value: unknown = subject.plan;
  let ended = subject.kind !== 'plan';
  for (const stage of input.pipeline.stages) {
    if (ended) {
      rules.push(...notReached(stage));
      continue;
    }
    drafted.enter(stage.name);
    const result = await input.pipeline.wrapped(stage)(value, contextOf(input, decisionId, drafted));
    rules.push(...(result.rules ?? []));
    Object.assign(facts, result.facts ?? {});
    if (result.sizing !== undefined) findings.sizing = result.sizing;
    if (result.reservationId !== undefined) findings.reservationId = result.reservationId;
    if (result.verdict === 'continue') {
      value = result.value;
      continue;
    }
    ended = true;
    if (verdictOf(result.rules ?? []) !== 'rejected')
      rules.push(refusal(stage.name, result.code, result.reason));
  }
  Object.assign(facts, runnerRecords(input.runnerFacts, input.now));
  const verdict = verdictOf(rules);
  const rejected = verdict === 'rejected';
  const decision: Decision = {
    schemaVersion: 1,
    decisionId,
    planHash,
    configHash: input.configHash,
    engineVersion,
    book,
    plan: subject.plan,
    evaluatedAt: input.now,
    verdict,
    facts,
    rules: rules.toSorted((left, right) => (left.id < right.id ? -1 : 1)),
    ...(findings.sizing === undefined ? {} : { sizing: findings.sizing }),
    ...(findings.reservationId === undefined || rejected ? {} : { reservationId: findings.reservationId }),
  };
  // Members in canonical order: a document reads the same fresh and from the store.
  return { decision: inCanonicalOrder(decision), drafted, ...(rejected ? {} : { value }) };
}

const contextOf = (input: EvaluationInput, decisionId: string, drafted: DraftCollector): StageContext => ({
  now: input.now,
  book: input.book,
  decisionId,
  planHash: input.planHash,
  fact: (key) => input.facts.get(key),
  state: { get: (keys) => input.snapshot.get(keys) },
  ledger: stageLedger({
    book: input.book,
    unit: input.pipeline.unit,
    store: input.store,
    snapshot: input.snapshot,
    drafted,
  }),
  draft: drafted,
  signal: input.signal,
  ...(input.recorded === undefined ? {} : { recorded: input.recorded }),
});

const notReached = (stage: AnyStage): readonly RuleResult[] =>
  (stage.rules ?? []).map(({ id, severity }): RuleResult => ({
    id,
    severity,
    status: 'not-applicable',
    message: 'not reached',
  }));

const refusal = (stage: string, code: string, reason: string): RuleResult => ({
  id: `stage.${stage}`,
  severity: 'block',
  status: 'fail',
  effect: 'reject',
  code,
  message: reason,
});

/** SHA-256 over the canonical plan. */
export const hashOfPlan = (plan: TradePlan | UnparsedPlan): string =>
  sha256Hex(canonicalJson(plan as unknown as Json));
