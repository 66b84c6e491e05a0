import type { Json } from '../domain/json.ts';
import type { TradePlan } from '../domain/trade-plan.ts';

/** Something a decision needs to know from outside, with the moment it was true and who said so. */
export type Fact<T extends Json = Json> =
  | { readonly status: 'known'; readonly value: T; readonly asOf: number; readonly source: string }
  | { readonly status: 'unknown'; readonly reason: string; readonly code?: 'FACT_TIMEOUT' }
  /** Declared absent by configuration (`market: 'none'`): rules that need it are not-applicable. */
  | { readonly status: 'absent'; readonly reason: string };

export interface FactRequest {
  readonly plan: TradePlan;
  readonly now: number;
  readonly signal: AbortSignal;
}

/** How one fact is fetched before a decision; made by {@link defineFact}. */
export interface FactDefinition<T extends Json = Json> {
  readonly key: string;
  readonly deadlineMs: number;
  /** A known fact older than this is `DATA_STALE` for every rule that needs it. */
  readonly maximumAgeMs?: number;
  load(request: FactRequest): Promise<Fact<T>>;
}
