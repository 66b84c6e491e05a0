import type { Book, FactRecord, RuleResult, Severity, Sizing } from '../domain/decision.ts';
import type { Json } from '../domain/json.ts';
import type { Fact, FactDefinition } from '../facts/fact.ts';
import type { AccountUnit } from '../ledger/account-unit.ts';
import type { ReservationLedger } from '../ledger/ledger-draft.ts';
import type { Entry } from '../store/store.ts';
import type { StageDraft } from './draft.ts';

/** What a stage sees: a snapshot to read and a draft to fill; nothing here has an effect of its own. */
export interface StageContext {
  readonly now: number;
  readonly book: Book;
  readonly decisionId: string;
  readonly planHash: string;
  /** `undefined` for a key that no stage declared. */
  fact(key: string): Fact | undefined;
  readonly state: {
    /** What is read becomes a check of the commit: if it changes meanwhile, the plan is decided again. Keys are made by `bookKey`. */
    get(keys: readonly string[]): Promise<readonly (Entry | null)[]>;
  };
  readonly ledger: ReservationLedger;
  readonly draft: StageDraft;
  readonly signal: AbortSignal;
  /** Only while a decision is computed again: its facts. What a stage would read of state or ledger, it takes from here. */
  readonly recorded?: ReadonlyMap<string, Fact>;
}

/** `continue` hands a value to the next stage; `refuse` ends the pipeline with a rejection, as a value. */
export type StageResult<Out> =
  | ({ readonly verdict: 'continue'; readonly value: Out } & StageFindings)
  | ({ readonly verdict: 'refuse'; readonly code: string; readonly reason: string } & StageFindings);

/** What a stage adds to the decision document. */
export interface StageFindings {
  readonly rules?: readonly RuleResult[];
  readonly sizing?: Sizing;
  readonly reservationId?: string;
  /** Facts besides the declared ones, aggregates only, enough to replay. */
  readonly facts?: Readonly<Record<string, FactRecord>>;
}

/** One step of a pipeline. Computes, may refuse, has no effect of its own: no network, file or timer. */
export interface Stage<in In, out Out = In> {
  readonly name: string;
  /** Fetched before the decision, each with its deadline. */
  readonly facts?: readonly FactDefinition[];
  /** Listed as not-applicable in a decision that ended before this stage. */
  readonly rules?: readonly { readonly id: string; readonly severity: Severity }[];
  /** What it counts in; a stage that reserves must say. Fixed for the account by its first decision. */
  readonly unit?: AccountUnit;
  /** Hashed into `configHash`; without secrets. */
  readonly config?: Json;
  run(input: In, context: StageContext): StageResult<Out> | Promise<StageResult<Out>>;
}
