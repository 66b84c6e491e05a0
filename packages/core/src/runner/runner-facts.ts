import type { FactRecord, RuleResult } from '../domain/decision.ts';
import type { Json } from '../domain/json.ts';
import { type LatchNote, stateRule } from '../latch/state-rule.ts';
import { type EarlierRevision, revisionRule } from './revise-in-flight.ts';

/** What the runner itself decides by, before any stage. */
export interface RunnerFacts {
  readonly latches: readonly LatchNote[];
  /** What became of the latest earlier revision; `null` when nothing was reserved for one. */
  readonly earlier: EarlierRevision | null;
}

const keys = { latches: 'state.latches', earlier: 'plan.earlier' } as const;

export const runnerRules = ({ latches, earlier }: RunnerFacts): readonly RuleResult[] => [
  stateRule(latches),
  revisionRule(earlier),
];

/** As they stand in the decision, read at `now`. */
export const runnerRecords = (facts: RunnerFacts, now: number): Readonly<Record<string, FactRecord>> => ({
  [keys.latches]: { value: facts.latches as unknown as Json, asOf: now, source: 'latches' },
  [keys.earlier]: { value: facts.earlier as unknown as Json, asOf: now, source: 'ledger' },
});

/** Read back from a decision; what is not there reads as nothing. */
export function readRunnerFacts(facts: Readonly<Record<string, FactRecord>>): RunnerFacts {
  const valueOf = (key: string): Json => {
    const record = facts[key];
    return record !== undefined && 'value' in record ? record.value : null;
  };
  return {
    latches: (valueOf(keys.latches) ?? []) as unknown as readonly LatchNote[],
    earlier: valueOf(keys.earlier) as unknown as EarlierRevision | null,
  };
}
