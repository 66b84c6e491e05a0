import { canonicalJson } from '../domain/canonical-json.ts';
import type { Book, Decision, FactRecord } from '../domain/decision.ts';
import type { Json } from '../domain/json.ts';
import { parseTradePlan } from '../domain/parse-trade-plan.ts';
import type { TradePlan } from '../domain/trade-plan.ts';
import { type Fact, type FactDefinition } from '../facts/fact.ts';
import { factOf } from '../facts/fact-record.ts';
import { sha256Hex } from '../hash/sha256.ts';
import type { Pipeline } from '../pipeline/pipeline.ts';
import { type EvaluatedStore, evaluate, hashOfPlan, type Subject } from './evaluate.ts';
import { readRunnerFacts } from './runner-facts.ts';
import { Snapshot } from './snapshot.ts';

/** What a decision is computed again with: what its configuration says. */
export interface ReplayPolicy {
  readonly pipeline: Pipeline<TradePlan, unknown>;
  readonly book: Book;
  readonly configHash: string;
}

export type Replayed =
  | {
      readonly kind: 'recomputed';
      /** Equal to the recorded one if any reading of the recorded input gives that. */
      readonly decision: Decision;
      /** The input holds text that came as text or as a number: the log cannot tell which. */
      readonly ambiguous: boolean;
    }
  /** A stage read something that the decision does not hold. */
  | { readonly kind: 'unrecorded'; readonly asked: string };

/**
 * Computes a decision again from what it holds and the pipeline it was made by; reads nothing else.
 * @throws whatever a stage throws at values that it cannot work with.
 */
export async function replayDecision(recorded: Decision, policy: ReplayPolicy): Promise<Replayed> {
  const wanted = canonicalJson(recorded as unknown as Json);
  const subjects = subjectsOf(recorded);
  let first: Decision | undefined;
  for (const subject of subjects) {
    const { store, asked } = nothingElse();
    const { decision } = await evaluated(recorded, policy, subject, store).catch((error: unknown) => {
      if (asked() === undefined) throw error;
      return { decision: recorded };
    });
    const unrecorded = asked();
    if (unrecorded !== undefined) return { kind: 'unrecorded', asked: unrecorded };
    if (canonicalJson(decision as unknown as Json) === wanted)
      return { kind: 'recomputed', decision, ambiguous: false };
    first ??= decision;
  }
  if (first === undefined) throw new TypeError('the recorded input cannot be read');
  return { kind: 'recomputed', decision: first, ambiguous: subjects.length > 1 };
}

const evaluated = async (
  { facts, evaluatedAt }: Decision,
  { pipeline, book, configHash }: ReplayPolicy,
  subject: Subject,
  store: EvaluatedStore,
): ReturnType<typeof evaluate> =>
  evaluate({
    pipeline,
    subject,
    book,
    configHash,
    now: evaluatedAt,
    planHash: hashOfPlan(subject.plan),
    facts: subject.kind === 'plan' ? declaredFacts(pipeline, facts) : new Map(),
    runnerFacts: readRunnerFacts(facts),
    store,
    snapshot: new Snapshot(store),
    signal: new AbortController().signal,
    recorded: new Map(Object.entries(facts).map(([key, record]) => [key, factOf(record)])),
  });

/** Every declared fact as it was recorded: others show as a difference, and one that is not there does too. */
function declaredFacts(
  pipeline: Pipeline<TradePlan, unknown>,
  recorded: Readonly<Record<string, FactRecord>>,
): ReadonlyMap<string, Fact> {
  const definitions = pipeline.stages.flatMap(({ facts = [] }): readonly FactDefinition[] => facts);
  return new Map(
    definitions.map(({ key }): [string, Fact] => {
      const record = recorded[key];
      return [key, record === undefined ? { status: 'unknown', reason: 'not recorded' } : factOf(record)];
    }),
  );
}

/** A store that has nothing to say and remembers being asked, also by who swallows the error. */
function nothingElse(): { readonly store: EvaluatedStore; readonly asked: () => string | undefined } {
  let first: string | undefined;
  const refuse = async (names: readonly string[]): Promise<never> => {
    first ??= names.join(', ');
    throw new Error(`not recorded: ${names.join(', ')}`);
  };
  return { store: { get: refuse, counters: refuse }, asked: () => first };
}

/** What the input can have been: numbers that are not whole were recorded as text. */
function subjectsOf({ plan }: Decision): readonly Subject[] {
  const inputs = 'unparsed' in plan ? [plan.unparsed, numbersIn(plan.unparsed)] : [plan as unknown as Json];
  const different = new Map(inputs.map((input) => [JSON.stringify(input), input]));
  return [...different.values()].flatMap((input): readonly Subject[] => {
    const reading = parseTradePlan(input, sha256Hex);
    if (reading.kind === 'unreadable') return [];
    if (reading.kind === 'plan') return [reading];
    const unparsed = 'unparsed' in plan ? plan.unparsed : reading.raw;
    return [{ kind: 'unparsed', plan: { ...reading.identity, unparsed }, issues: reading.issues }];
  });
}

/** Every text that is how a number is written, as that number. */
function numbersIn(value: Json): Json {
  if (typeof value === 'string') {
    const number = Number(value);
    return String(number) === value && !Number.isSafeInteger(number) ? number : value;
  }
  if (typeof value !== 'object' || value === null) return value;
  if (Array.isArray(value)) return value.map((item) => numbersIn(item as Json));
  return Object.fromEntries(Object.entries(value).map(([key, member]) => [key, numbersIn(member as Json)]));
}
