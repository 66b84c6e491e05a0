import type { Clock } from '../clock/clock.ts';
import type { Pause } from '../clock/pause.ts';
import type { Stopwatch } from '../clock/stopwatch.ts';
import type { Book, Decision } from '../domain/decision.ts';
import { parseTradePlan } from '../domain/parse-trade-plan.ts';
import type { TradePlan } from '../domain/trade-plan.ts';
import type { CrashHook } from '../crash/crash-point.ts';
import { CoreError } from '../errors/core-error.ts';
import type { Fact } from '../facts/fact.ts';
import { loadFacts } from '../facts/load-facts.ts';
import { sha256Hex } from '../hash/sha256.ts';
import { applyingLatchKeys, latchesAmong } from '../latch/latch-keys.ts';
import { latchNotes } from '../latch/state-rule.ts';
import { accountKey, accountPuts } from '../ledger/account-record.ts';
import type { ExposureLedger } from '../ledger/ledger.ts';
import type { Pipeline } from '../pipeline/pipeline.ts';
import { policyKey, policyOf } from '../policy/policy.ts';
import { PolicyGuard } from '../policy/policy-guard.ts';
import { commitSettled } from '../store/commit-settled.ts';
import type { Entry, Put, Store } from '../store/store.ts';
import { decisionCommit } from './decision-commit.ts';
import { type Evaluation, evaluate, hashOfPlan, type Subject } from './evaluate.ts';
import { followUpDrafts } from './follow-up-drafts.ts';
import { fullQueueOf } from './job-parts.ts';
import {
  decisionKey,
  earlierRevision,
  latestRevision,
  type PlanFile,
  planKey,
  readPlanFile,
} from './plan-file.ts';
import { reviseInFlight } from './revise-in-flight.ts';
import type { RunResult } from './run-result.ts';
import { Snapshot } from './snapshot.ts';

interface DeciderOptions {
  readonly pipeline: Pipeline<TradePlan, unknown>;
  readonly store: Store;
  readonly book: Book;
  readonly clock: Clock;
  readonly ledger: ExposureLedger;
  readonly stopwatch: Stopwatch;
  readonly pause: Pause;
  readonly crash: CrashHook | undefined;
  readonly adoptPolicy: boolean;
}

export interface DecideRequest {
  /** Nothing is written. */
  readonly dry: boolean;
  /** What the decision belongs to: a run. */
  readonly corr: string;
  readonly signal: AbortSignal;
}

/** What a decision was made from. */
interface CommitBasis {
  readonly file: PlanFile;
  readonly accountPuts: readonly Put[];
  readonly policy: Entry | null | undefined;
  readonly snapshot: Snapshot;
  readonly corr: string;
  /** Grows when a commit finds a queue full. */
  readonly fullQueues: Set<string>;
}

const attempts = 20;

/** Decides one plan at a time: evaluate over a snapshot, commit, and again from fresh state when that changed meanwhile. */
export class PlanDecider {
  readonly spent = { decidingMs: 0, committingMs: 0 };
  readonly #with: DeciderOptions;
  readonly #policy: PolicyGuard;

  constructor(options: DeciderOptions) {
    const { pipeline, book, clock, adoptPolicy } = options;
    this.#with = options;
    this.#policy = new PolicyGuard(policyOf(pipeline, book, clock.now()), adoptPolicy);
  }

  /**
   * @throws {PolicyError} the account decides under another configuration, and this one is not to be adopted.
   * @throws {AccountError} it counts in another unit.
   */
  async assertMayDecide(): Promise<void> {
    const { store, book } = this.#with;
    const [policy, account] = await store.get([policyKey(book), accountKey(book)]);
    this.#accountPuts(account);
    const refusal = this.#policy.refusal(policy);
    if (refusal !== undefined) throw refusal;
  }

  #accountPuts(account: Entry | null | undefined): readonly Put[] {
    const { book, pipeline } = this.#with;
    return pipeline.unit === undefined ? [] : accountPuts(book, pipeline.unit, account);
  }

  /** Never throws for a bad plan or a failing store: those are results. */
  async handle(input: unknown, request: DecideRequest): Promise<RunResult> {
    const reading = parseTradePlan(input, sha256Hex);
    if (reading.kind === 'unreadable') {
      return { status: 'unreadable', error: { code: 'INPUT_UNREADABLE', message: reading.message } };
    }
    const subject: Subject =
      reading.kind === 'plan'
        ? reading
        : { kind: 'unparsed', plan: { ...reading.identity, unparsed: reading.raw }, issues: reading.issues };
    try {
      return await this.#decide(subject, request);
    } catch (error) {
      if (request.signal.aborted || !CoreError.isInstance(error)) throw error;
      return { status: 'failed', ...named(subject), error: { code: error.code, message: error.message } };
    }
  }

  /** A rejected plan as its own next revision, so that it is decided again; any other input as it is. */
  async reconsidered(input: unknown): Promise<unknown> {
    const reading = parseTradePlan(input, sha256Hex);
    if (reading.kind !== 'plan') return input;
    const [entry] = await this.#with.store.get([planKey(this.#with.book, reading.plan)]);
    const file = readPlanFile(entry ?? null);
    const latest = latestRevision(file);
    if (file.revisions[String(latest)]?.verdict !== 'rejected') return input;
    return { ...reading.plan, revision: latest + 1 };
  }

  async #decide(subject: Subject, request: DecideRequest): Promise<RunResult> {
    const { pipeline, store, book, clock, ledger } = this.#with;
    const planHash = hashOfPlan(subject.plan);
    const now = clock.now();
    const facts = await this.#facts(subject, now, request.signal);
    await this.#with.crash?.('CP1');
    const fullQueues = new Set<string>();
    for (let attempt = 1; attempt <= attempts; attempt += 1) {
      request.signal.throwIfAborted();
      const snapshot = new Snapshot(store);
      const { source, symbol } = subject.plan;
      const latchKeys = applyingLatchKeys(book, { venue: book.venue, source, symbol });
      const [entry, policy, account, ...latched] = await snapshot.get([
        planKey(book, subject.plan),
        policyKey(book),
        accountKey(book),
        ...latchKeys,
      ]);
      const file = readPlanFile(entry ?? null);
      const repeated = await this.#repeated(subject, file, planHash);
      if (repeated !== undefined) return repeated;
      const opening = this.#accountPuts(account);
      const refusal = request.dry ? undefined : this.#policy.refusal(policy);
      if (refusal !== undefined) throw refusal;
      const earlier = earlierRevision(file, subject.plan.revision);
      const runnerFacts = {
        latches: latchNotes(latchesAmong(latched)),
        earlier: await reviseInFlight(earlier, { ledger, dry: request.dry, now }),
      };
      const { configHash } = this.#policy;
      const { signal } = request;
      const evaluation = await this.#timed('decidingMs', () =>
        evaluate({
          pipeline,
          subject,
          book,
          now,
          configHash,
          planHash,
          facts,
          runnerFacts,
          store,
          snapshot,
          signal,
        }),
      );
      if (
        request.dry ||
        (await this.#timed('committingMs', () =>
          this.#commit(evaluation, {
            file,
            policy,
            accountPuts: opening,
            snapshot,
            corr: request.corr,
            fullQueues,
          }),
        ))
      ) {
        const { decision } = evaluation;
        return { status: 'committed', ...named(subject), verdict: decision.verdict, decision };
      }
      await this.#with.pause(2 * attempt);
    }
    const message = `the state behind ${subject.plan.planId} changed ${attempts} times in a row`;
    return { status: 'failed', ...named(subject), error: { code: 'CAPACITY_CONFLICT', message } };
  }

  async #facts(subject: Subject, now: number, signal: AbortSignal): Promise<ReadonlyMap<string, Fact>> {
    if (subject.kind !== 'plan') return new Map();
    const { pipeline, clock } = this.#with;
    const definitions = pipeline.stages.flatMap(({ facts }) => facts ?? []);
    return this.#timed('decidingMs', () =>
      loadFacts(definitions, { plan: subject.plan, now, clock, signal }),
    );
  }

  async #repeated(subject: Subject, file: PlanFile, planHash: string): Promise<RunResult | undefined> {
    const { planId, revision } = subject.plan;
    const filed = file.revisions[String(revision)];
    if (filed === undefined) return undefined;
    if (filed.planHash !== planHash) {
      const message = `${planId} revision ${revision} already belongs to other content; send it as a higher revision`;
      return { status: 'failed', ...named(subject), error: { code: 'PLAN_ID_REUSED', message } };
    }
    const [entry] = await this.#with.store.get([decisionKey(this.#with.book, filed.decisionId)]);
    const decision = entry?.value as unknown as Decision | undefined;
    const original = decision === undefined ? {} : { decision };
    return { status: 'duplicate', ...named(subject), verdict: filed.verdict, ...original };
  }

  async #commit(evaluation: Evaluation, { policy, ...from }: CommitBasis): Promise<boolean> {
    const followed = followUpDrafts(this.#with.pipeline, evaluation);
    const { decision, drafted } = evaluation;
    const { store, crash } = this.#with;
    const registering = this.#policy.parts(policy, decision.evaluatedAt, from.corr);
    const commit = await decisionCommit({ ...from, decision, drafted, followed, registering });
    await crash?.('CP15');
    if (decision.verdict === 'rejected') await crash?.('CP4');
    const result = await commitSettled(store, commit);
    const full = fullQueueOf(decision.book, [...drafted.jobs, ...followed.jobs], result);
    if (full !== undefined) from.fullQueues.add(full);
    if (result.ok && decision.verdict !== 'rejected') await crash?.('CP3');
    return result.ok;
  }

  async #timed<T>(what: 'decidingMs' | 'committingMs', work: () => Promise<T>): Promise<T> {
    const started = this.#with.stopwatch();
    return work().finally(() => {
      this.spent[what] += this.#with.stopwatch() - started;
    });
  }
}

const named = ({ plan }: Subject): Pick<RunResult, 'planId' | 'symbol' | 'direction'> => ({
  planId: plan.planId,
  symbol: plan.symbol,
  ...(plan.direction === undefined ? {} : { direction: plan.direction }),
});
