import type { Json } from './json.ts';
import type { DecimalString, Direction, TradePlan } from './trade-plan.ts';

export type Mode = 'notify' | 'dry-run' | 'paper' | 'live';

/** Whose limits and records: accounts and modes never share a key. */
export interface Book {
  readonly account: string;
  readonly mode: Mode;
  readonly venue: string;
}

export type Verdict = 'approved' | 'resized' | 'rejected';
export type Severity = 'block' | 'warn' | 'info';
export type RuleStatus = 'pass' | 'fail' | 'indeterminate' | 'not-applicable';

/** What one rule found. Numbers are decimal strings in `unit`. */
export interface RuleResult {
  readonly id: string;
  readonly severity: Severity;
  readonly status: RuleStatus;
  /** Of a failing block rule: `resize` when a cap only cut the size. */
  readonly effect?: 'reject' | 'resize';
  readonly code?: string;
  readonly observed?: string;
  readonly limit?: string;
  readonly unit?: string;
  readonly headroom?: string;
  readonly message: string;
  /** Every place that is wrong, for rules that look at many. */
  readonly issues?: readonly { readonly path: string; readonly message: string }[];
}

/** A fact as it was used: known, unknown with the reason, or declared absent by configuration. */
export type FactRecord =
  | { readonly value: Json; readonly asOf: number; readonly source: string }
  | { readonly unknown: string; readonly code?: 'FACT_TIMEOUT' }
  | { readonly absent: string };

/** Amounts in account currency; `riskAtStop` counts fees and stop slippage, rounded up to the counting unit. */
export interface Sizing {
  readonly quantity: DecimalString;
  readonly notional: DecimalString;
  readonly margin: DecimalString;
  readonly riskAtStop: DecimalString;
  /** Percent of equity. */
  readonly riskPercent: DecimalString;
  readonly requestedQuantity: DecimalString;
  /** Id of the rule that cut the size, absent when nothing did. */
  readonly boundBy?: string;
  /** What scaled the budget, each above 0 and below 1; absent when nothing did. */
  readonly multipliers?: Readonly<Record<string, DecimalString>>;
  readonly entry: DecimalString;
  readonly rewardToRisk: readonly {
    readonly target: DecimalString;
    readonly gross: DecimalString;
    readonly net: DecimalString;
  }[];
}

/** An input that names a symbol but is no valid plan, as it came. */
export interface UnparsedPlan {
  readonly planId: string;
  readonly revision: number;
  readonly source: string;
  readonly symbol: string;
  readonly direction?: Direction;
  readonly unparsed: Json;
}

/** The one document per evaluated plan, in the audit log whatever the verdict. */
export interface Decision {
  readonly schemaVersion: 1;
  /** SHA-256 over book, source, planId, revision and planHash. */
  readonly decisionId: string;
  readonly planHash: string;
  readonly configHash: string;
  readonly engineVersion: string;
  readonly book: Book;
  readonly plan: TradePlan | UnparsedPlan;
  readonly evaluatedAt: number;
  readonly verdict: Verdict;
  readonly facts: Readonly<Record<string, FactRecord>>;
  /** Sorted by id. */
  readonly rules: readonly RuleResult[];
  readonly sizing?: Sizing;
  readonly reservationId?: string;
}
