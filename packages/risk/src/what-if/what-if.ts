import type { Decision, Policy, Store } from '@tradewarden/core';
import type { LimitOverrides } from '../limits/limits.ts';
import type { Rule } from '../rules/rule.ts';
import { CountedBook } from './counted-book.ts';
import {
  factsUnder,
  type PlanDecision,
  positionOf,
  recordedFacts,
  rulesUnder,
  type TwoBooks,
} from './facts-under.ts';
import { type GatePair, gatePairOf } from './gate-pair.ts';
import { recordedEntries } from './recorded-entries.ts';
import { redecide, rulesBeside } from './redecide.ts';
import type { NotCompared, WhatIfReport } from './what-if-report.ts';
import { type Judged, WhatIfTally } from './what-if-tally.ts';

export interface WhatIfOptions {
  /** Limits by key, instead of the recorded ones. */
  readonly limits: LimitOverrides;
  /** Epoch ms of the deciding clock; default: the whole log. */
  readonly since?: number;
  /** Exclusive. */
  readonly to?: number;
  /** Rules of your own that decided then. */
  readonly rules?: readonly Rule[];
  readonly signal?: AbortSignal;
}

type Gap = Pick<NotCompared, 'reason' | 'message'>;

/**
 * Decides the recorded plans of an account again under other limits, one after the other: what the other limits
 * approve takes capacity from those that follow, as what they refuse leaves it. Capacity that was given back then is
 * given back at the same moment; an approval that only the other limits give is held until its plan expires. All
 * other facts stay as recorded, trading states and losses included. Reads only.
 * @throws {ConfigError} limits that cannot be used.
 */
export async function whatIf(store: Store, account: string, options: WhatIfOptions): Promise<WhatIfReport> {
  const { limits, since = 0, to = Infinity, rules = [], signal } = options;
  const policies = new Map<string, Policy>();
  for await (const entry of recordedEntries(store, account, signal))
    if (entry.kind === 'policy') policies.set(entry.policy.configHash, entry.policy);
  const pairs = new Map<string, GatePair | string>();
  const pairOf = (hash: string): GatePair | string => {
    const policy = policies.get(hash);
    const pair =
      pairs.get(hash) ??
      (policy === undefined
        ? `no record holds the configuration ${hash}`
        : gatePairOf(policy, limits, rules));
    pairs.set(hash, pair);
    return pair;
  };
  const tally = new WhatIfTally();
  const books = new Map<string, { actual: CountedBook; other?: CountedBook }>();
  for await (const entry of recordedEntries(store, account, signal)) {
    if (entry.kind === 'released')
      for (const { actual, other } of books.values()) {
        actual.giveBack(entry.reservationId);
        other?.giveBack(entry.reservationId);
      }
    if (entry.kind !== 'decision') continue;
    const { decision, sequence } = entry;
    if (!(decision.evaluatedAt < to)) continue;
    const book = books.get(decision.book.mode) ?? { actual: new CountedBook() };
    books.set(decision.book.mode, book);
    const pair = pairOf(decision.configHash);
    if (decision.evaluatedAt >= since) {
      book.other ??= book.actual.copy();
      const both = { actual: book.actual, other: book.other };
      await compared(decision, { sequence, pair, both, tally, keys: Object.keys(limits) });
    }
    takeRecorded(decision, pair, book.actual);
    if (book.other === undefined) continue;
    tally.recorded.see(book.actual);
    tally.other.see(book.other);
  }
  return tally.report(Object.fromEntries(Object.entries(limits).map(([key, value]) => [key, String(value)])));
}

interface Comparison {
  readonly sequence: number;
  readonly pair: GatePair | string;
  readonly both: TwoBooks;
  readonly tally: WhatIfTally;
  readonly keys: readonly string[];
}

async function compared(
  decision: Decision,
  { sequence, pair, both, tally, keys }: Comparison,
): Promise<void> {
  const { planId, symbol } = decision.plan;
  const given = typeof pair === 'string' ? ({ reason: 'configuration', message: pair } as const) : pair;
  const judged = await judge(decision, given, both).catch((error: unknown): Gap => ({
    reason: 'unreadable',
    message: error instanceof Error ? error.message : String(error),
  }));
  if ('reason' in judged) {
    tally.leaveOut({ ...judged, sequence, planId });
    takeRecorded(decision, pair, both.other);
    return;
  }
  if (typeof pair !== 'string') tally.seeLimits(pair.policy.limits, keys);
  tally.compare({ sequence, planId, symbol }, decision, judged);
  if (
    isPlan(decision) &&
    judged.verdict !== 'rejected' &&
    judged.sizing !== undefined &&
    typeof pair !== 'string'
  )
    both.other.take(positionOf(decision, judged.sizing, pair.policy));
}

/** What the other limits say, or why that cannot be told. */
async function judge(decision: Decision, pair: GatePair | Gap, both: TwoBooks): Promise<Judged | Gap> {
  if ('reason' in pair) return pair;
  if (!isPlan(decision)) return decision;
  const { plan, rules } = decision;
  const { recorded, other, policy } = pair;
  endOthers(both, decision);
  const beside = rulesBeside(recorded, rules);
  const again = await redecide(recorded, decision, recordedFacts(decision), beside);
  if (again.verdict !== decision.verdict || again.sizing?.quantity !== decision.sizing?.quantity)
    return {
      reason: 'not-reproduced',
      message: 'the recorded limits give another decision: see audit replay',
    };
  const would = await redecide(
    other,
    decision,
    factsUnder(decision, both, policy),
    rulesUnder(beside, decision, both),
  );
  const missing = would.missing.filter((key) => !again.missing.includes(key));
  if (missing.length > 0 && would.verdict === 'rejected')
    return { reason: 'fact-not-recorded', message: `${missing.join(', ')}: not recorded for ${plan.symbol}` };
  return would;
}

/** Gives back what only the other book holds: what has expired, and an earlier revision of this plan. */
function endOthers({ actual, other }: TwoBooks, { plan, evaluatedAt }: PlanDecision): void {
  for (const { id, expiresAt, source, planId } of other.held()) {
    if (actual.holds(id)) continue;
    if (expiresAt <= evaluatedAt || (source === plan.source && planId === plan.planId)) other.giveBack(id);
  }
}

function takeRecorded(decision: Decision, pair: GatePair | string, book: CountedBook): void {
  const { verdict, sizing, reservationId } = decision;
  if (!isPlan(decision) || verdict === 'rejected' || sizing === undefined || reservationId === undefined)
    return;
  book.take(positionOf(decision, sizing, typeof pair === 'string' ? {} : pair.policy));
}

const isPlan = (decision: Decision): decision is PlanDecision => !('unparsed' in decision.plan);
