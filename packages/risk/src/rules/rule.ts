import type { Fact, Json, RuleCode, Severity, TradePlan } from '@tradewarden/core';
import type { PlanScopes } from '../exposure/cap-scopes.ts';
import type { Limits } from '../limits/limits.ts';
import type { PositionSize } from '../sizing/size-position.ts';

export interface RuleInput {
  readonly plan: TradePlan;
  /** Present for rules of `when: 'sized'`. */
  readonly sized?: PositionSize;
  readonly facts: FactReader;
  readonly limits: Limits;
  /** What the plan counts for: its symbol, base asset, groups and so on. */
  readonly scopes: PlanScopes;
  /** Amounts in account currency are counted in 10^-unitPlaces: uses rounded up, limits down. */
  readonly unitPlaces: number;
  /** Epoch ms. */
  readonly now: number;
}

/** Facts by key. A rule reads only what it `needs`: those are known when it runs. */
export interface FactReader {
  /** The value of a known fact. @throws {Error} not known, which makes the rule indeterminate. */
  value(key: string): Json;
  find(key: string): Fact | undefined;
}

/** Numbers are decimal text in `unit`. */
export interface RuleFigures {
  readonly observed?: string;
  readonly limit?: string;
  readonly unit?: string;
  readonly headroom?: string;
}

export type RuleOutcome = RuleFigures & { readonly message: string } & (
    | { readonly status: 'pass' | 'not-applicable' }
    | { readonly status: 'fail'; readonly code: RuleCode; readonly effect?: 'reject' | 'resize' }
    | { readonly status: 'indeterminate'; readonly code: RuleCode }
  );

/** One question to a plan. Synchronous and pure; a rule of `when: 'sized'` sees the rounded size. */
export interface Rule {
  readonly id: string;
  readonly severity: Severity;
  /** Fact keys; when one is unknown or stale the rule is indeterminate, when one is declared absent not-applicable. */
  readonly needs: readonly string[];
  readonly when: 'plan' | 'sized';
  /** Codes that it fails with, for people who read the rules. */
  readonly codes?: readonly RuleCode[];
  /** What it asks, in a sentence. */
  readonly purpose?: string;
  /** Keys of limits of its own, such as `acme.funding`: the gate demands a value for each. */
  readonly limits?: readonly string[];
  check(input: RuleInput): RuleOutcome;
}

/** A rule of ours, as the documentation shows it. */
export type BuiltInRule = Rule & Required<Pick<Rule, 'codes' | 'purpose'>>;

export const pass = (message: string, figures: RuleFigures = {}): RuleOutcome => ({
  status: 'pass',
  message,
  ...figures,
});

export const fail = (code: RuleCode, message: string, figures: RuleFigures = {}): RuleOutcome => ({
  status: 'fail',
  code,
  message,
  ...figures,
});

export const notApplicable = (message: string): RuleOutcome => ({ status: 'not-applicable', message });

/** Cannot be said: like a failure for whatever adds risk. */
export const indeterminate = (code: RuleCode, message: string, figures: RuleFigures = {}): RuleOutcome => ({
  status: 'indeterminate',
  code,
  message,
  ...figures,
});
