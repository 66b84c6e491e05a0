import { canonicalJson } from '../domain/canonical-json.ts';
import type { Book } from '../domain/decision.ts';
import { engineVersion } from '../domain/engine-version.ts';
import type { Json } from '../domain/json.ts';
import type { TradePlan } from '../domain/trade-plan.ts';
import { sha256Hex } from '../hash/sha256.ts';
import { bookKey } from '../ledger/book-keys.ts';
import type { Pipeline } from '../pipeline/pipeline.ts';
import type { Entry } from '../store/store.ts';

/** Everything that the stages of a pipeline were configured with: enough to build the gate again. */
interface PolicyConfig {
  readonly book: Book;
  readonly stages: readonly { readonly name: string; readonly config: Json }[];
}

/** The configuration under which an account decides in a mode, at `<account>/<mode>/policy`. */
export interface Policy {
  /** SHA-256 of the canonical `config`; stands in every decision. */
  readonly configHash: string;
  readonly config: PolicyConfig;
  /** Of the process that registered it. */
  readonly engineVersion: string;
  /** Epoch ms. */
  readonly at: number;
}

export const policyKey = (book: Pick<Book, 'account' | 'mode'>): string => bookKey(book, 'policy');

export const readPolicy = (entry: Entry | null | undefined): Policy | undefined =>
  entry === null || entry === undefined ? undefined : (entry.value as unknown as Policy);

/** What a runner over this pipeline decides under. */
export function policyOf(pipeline: Pipeline<TradePlan, unknown>, book: Book, at: number): Policy {
  const stages = pipeline.stages.map(({ name, config }) => ({ name, config: config ?? null }));
  const config: PolicyConfig = { book: { ...book }, stages };
  return { configHash: sha256Hex(canonicalJson(config as unknown as Json)), config, engineVersion, at };
}
