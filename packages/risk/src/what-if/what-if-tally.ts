import { capCounter, Decimal, type RuleResult, type Sizing, type Verdict } from '@tradewarden/core';
import type { CountedBook } from './counted-book.ts';
import type {
  GivenOut,
  NotCompared,
  RuleCount,
  WhatIfExample,
  WhatIfReport,
  WhatIfSide,
} from './what-if-report.ts';

/** One side of a comparison. */
export interface Judged {
  readonly verdict: Verdict;
  readonly rules: readonly RuleResult[];
  readonly sizing?: Sizing;
}

const examplesKept = 50;
const held = capCounter('total', 'notional');

class SideTally {
  readonly verdicts: Record<Verdict, number> = { approved: 0, resized: 0, rejected: 0 };
  readonly rules: Map<string, RuleCount> = new Map();
  #notional = Decimal.zero;
  #riskAtStop = Decimal.zero;
  #peak = Decimal.zero;

  add({ verdict, rules, sizing }: Judged): void {
    this.verdicts[verdict] += 1;
    for (const rule of rules) {
      const way = wayOf(rule);
      if (way === undefined) continue;
      const count = this.rules.get(rule.id) ?? { rejected: 0, resized: 0 };
      this.rules.set(rule.id, { ...count, [way]: count[way] + 1 });
    }
    if (verdict === 'rejected' || sizing === undefined) return;
    this.#notional = this.#notional.plus(sizing.notional);
    this.#riskAtStop = this.#riskAtStop.plus(sizing.riskAtStop);
  }

  see(book: CountedBook): void {
    this.#peak = Decimal.max(this.#peak, book.used(held));
  }

  amounts(): GivenOut {
    return {
      notional: this.#notional.toString(),
      riskAtStop: this.#riskAtStop.toString(),
      peakNotional: this.#peak.toString(),
    };
  }
}

/** Adds up what a what-if finds. */
export class WhatIfTally {
  readonly recorded: SideTally = new SideTally();
  readonly other: SideTally = new SideTally();
  readonly #moves = new Map<string, { from: Verdict; to: Verdict; count: number }>();
  readonly #examples: WhatIfExample[] = [];
  readonly #gaps = new Map<string, NotCompared>();
  readonly #limits = new Map<string, Set<string>>();
  #decisions = 0;
  #changed = 0;
  #heldUntilExpiry = 0;

  seeLimits(limits: Readonly<Record<string, string>>, keys: readonly string[]): void {
    for (const key of keys) {
      const values = this.#limits.get(key) ?? new Set();
      this.#limits.set(key, values.add(limits[key] ?? 'not set'));
    }
  }

  compare(of: Omit<WhatIfExample, 'recorded' | 'other'>, recorded: Judged, other: Judged): void {
    this.#decisions += 1;
    this.recorded.add(recorded);
    this.other.add(other);
    if (recorded.verdict === 'rejected' && other.verdict !== 'rejected') this.#heldUntilExpiry += 1;
    if (quantityOf(recorded) === quantityOf(other) && recorded.verdict === other.verdict) return;
    this.#changed += 1;
    const name = `${recorded.verdict} ${other.verdict}`;
    const move = this.#moves.get(name) ?? { from: recorded.verdict, to: other.verdict, count: 0 };
    this.#moves.set(name, { ...move, count: move.count + 1 });
    if (this.#examples.length < examplesKept)
      this.#examples.push({ ...of, recorded: shown(recorded), other: shown(other) });
  }

  leaveOut(gap: Omit<NotCompared, 'count'>): void {
    this.#decisions += 1;
    const name = `${gap.reason} ${gap.message}`;
    const found = this.#gaps.get(name) ?? { ...gap, count: 0 };
    this.#gaps.set(name, { ...found, count: found.count + 1 });
  }

  report(asked: Readonly<Record<string, string>>): WhatIfReport {
    const notCompared = [...this.#gaps.values()];
    const left = notCompared.reduce((sum, { count }) => sum + count, 0);
    return {
      decisions: this.#decisions,
      compared: this.#decisions - left,
      changed: this.#changed,
      limits: Object.fromEntries(
        Object.entries(asked).map(([key, other]) => [
          key,
          { recorded: [...(this.#limits.get(key) ?? [])], other },
        ]),
      ),
      verdicts: { recorded: this.recorded.verdicts, other: this.other.verdicts },
      moves: [...this.#moves.values()].toSorted((left_, right) => right.count - left_.count),
      rules: this.#rules(),
      amounts: { recorded: this.recorded.amounts(), other: this.other.amounts() },
      examples: this.#examples,
      heldUntilExpiry: this.#heldUntilExpiry,
      notCompared,
    };
  }

  #rules(): WhatIfReport['rules'] {
    const none: RuleCount = { rejected: 0, resized: 0 };
    const ids = [...new Set([...this.recorded.rules.keys(), ...this.other.rules.keys()])].toSorted();
    const rows = ids.map((id) => ({
      id,
      recorded: this.recorded.rules.get(id) ?? none,
      other: this.other.rules.get(id) ?? none,
    }));
    const moved = ({ recorded, other }: (typeof rows)[number]): number =>
      Math.abs(other.rejected - recorded.rejected) + Math.abs(other.resized - recorded.resized);
    return rows.toSorted((left, right) => moved(right) - moved(left));
  }
}

function wayOf({ severity, status, effect }: RuleResult): 'rejected' | 'resized' | undefined {
  if (severity !== 'block') return undefined;
  if (status === 'indeterminate') return 'rejected';
  if (status !== 'fail') return undefined;
  return effect === 'resize' ? 'resized' : 'rejected';
}

const quantityOf = ({ verdict, sizing }: Judged): string =>
  verdict === 'rejected' ? '0' : (sizing?.quantity ?? '0');

function shown({ verdict, rules, sizing }: Judged): WhatIfSide {
  const because = rules.filter((rule) => wayOf(rule) !== undefined);
  const rejecting = because.filter((rule) => wayOf(rule) === 'rejected');
  return {
    verdict,
    ...(verdict === 'rejected' || sizing === undefined ? {} : { notional: sizing.notional }),
    because: (verdict === 'rejected' ? rejecting : because).map(({ id }) => id),
  };
}
