import type { OwnCap } from './exposure/caps.ts';
import type { Grouping } from './exposure/grouping.ts';
import type { GateConfiguration } from './gate-configuration.ts';
import type { Rule } from './rules/rule.ts';

/** What the gate writes into the policy: all that a decision of it depends on, but for facts and rules of your own. */
export interface GatePolicy extends Required<Grouping> {
  readonly limits: Readonly<Record<string, string>>;
  /** Ids of every rule, sorted. */
  readonly rules: readonly string[];
  /** Ids of your own among them. */
  readonly ownRules: readonly string[];
  /** Of your own; their limits stand among the others. */
  readonly caps: readonly Omit<OwnCap, 'limit'>[];
  /** `none`, or the id of the market. */
  readonly market: string;
  readonly currency: string;
  readonly unitPlaces: number;
  /** Whether losses show in the equity. */
  readonly measured: boolean;
  /** In the order in which they were declared. */
  readonly facts: readonly { readonly key: string; readonly maximumAgeMs?: number }[];
}

export const policyOfGate = (
  { limits, rules, grouping, unit, measured, definitions }: GateConfiguration,
  own: { readonly rules: readonly Rule[]; readonly caps: readonly OwnCap[]; readonly market: string },
): GatePolicy => ({
  limits: limits.entries(),
  rules: rules.map(({ id }) => id).toSorted(),
  ownRules: own.rules.map(({ id }) => id).toSorted(),
  caps: own.caps.map(({ id, measure, scope, only, onBreach }) => ({
    id,
    measure,
    scope,
    ...(only === undefined ? {} : { only }),
    ...(onBreach === undefined ? {} : { onBreach }),
  })),
  market: own.market,
  ...unit,
  measured,
  groups: grouping.groups ?? {},
  aliases: grouping.aliases ?? {},
  facts: definitions.map(({ key, maximumAgeMs }) =>
    maximumAgeMs === undefined ? { key } : { key, maximumAgeMs },
  ),
});
