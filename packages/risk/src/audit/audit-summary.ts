import { blockingCodes, type Decision, type Verdict } from '@tradewarden/core';
import type { AuditEntry } from './audit-entries.ts';

const mostChanges = 50;

export interface StateChange {
  readonly sequence: number;
  readonly at: number;
  readonly scope: string;
  readonly from: string;
  readonly to: string;
  readonly reason: string;
}

/** What an account's audit log says of a period. */
export interface AuditSummary {
  readonly account: string;
  /** Epoch ms, inclusive. */
  readonly from: number;
  /** Epoch ms, exclusive. */
  readonly to: number;
  readonly records: number;
  /** Sequences of the first and last record; absent when there is none. */
  readonly sequences?: readonly [number, number];
  readonly byType: Readonly<Record<string, number>>;
  readonly decisions: Readonly<Record<Verdict, number>>;
  /** How many rejected decisions carry each blocking code. */
  readonly byCode: Readonly<Record<string, number>>;
  readonly qualityGates: Readonly<Record<string, { readonly passed: number; readonly failed: number }>>;
  /** The last 50 changes of a trading state. */
  readonly stateChanges: readonly StateChange[];
}

/** Adds records up; holds counts and the last changes, however many records there are. */
export class AuditTally {
  readonly #byType = new Map<string, number>();
  readonly #byCode = new Map<string, number>();
  readonly #decisions = { approved: 0, resized: 0, rejected: 0 };
  readonly #gates = new Map<string, { passed: number; failed: number }>();
  readonly #changes: StateChange[] = [];
  #records = 0;
  #sequences: readonly [number, number] | undefined;

  add({ sequence, record }: AuditEntry): void {
    this.#records += 1;
    this.#sequences = [this.#sequences?.[0] ?? sequence, sequence];
    count(this.#byType, record.type);
    if (record.type === 'risk.decision') this.#addDecision(record.data);
    if (record.type === 'quality.gate') this.#addGate(record.data);
    if (record.type === 'state.changed') this.#addChange(sequence, record.at, record.data);
  }

  summary(account: string, from: number, to: number): AuditSummary {
    return {
      account,
      from,
      to,
      records: this.#records,
      ...(this.#sequences === undefined ? {} : { sequences: this.#sequences }),
      byType: sorted(this.#byType),
      decisions: { ...this.#decisions },
      byCode: sorted(this.#byCode),
      qualityGates: sorted(this.#gates),
      stateChanges: [...this.#changes],
    };
  }

  #addDecision(data: unknown): void {
    const { decision } = data as { readonly decision: Decision };
    this.#decisions[decision.verdict] += 1;
    if (decision.verdict !== 'rejected') return;
    for (const code of blockingCodes(decision)) count(this.#byCode, code);
  }

  #addGate(data: unknown): void {
    const { name, passed } = data as { readonly name: string; readonly passed: boolean };
    const gate = this.#gates.get(name) ?? { passed: 0, failed: 0 };
    gate[passed ? 'passed' : 'failed'] += 1;
    this.#gates.set(name, gate);
  }

  #addChange(sequence: number, at: number, data: unknown): void {
    const { scope, from, to, reason } = data as Record<string, unknown>;
    const text = (value: unknown): string =>
      typeof value === 'string' ? value : JSON.stringify(value ?? '');
    this.#changes.push({
      sequence,
      at,
      scope: text(scope),
      from: text(from),
      to: text(to),
      reason: text(reason),
    });
    if (this.#changes.length > mostChanges) this.#changes.shift();
  }
}

const count = (counts: Map<string, number>, name: string): void =>
  void counts.set(name, (counts.get(name) ?? 0) + 1);

const sorted = <T>(counts: ReadonlyMap<string, T>): Readonly<Record<string, T>> =>
  Object.fromEntries([...counts].toSorted(([left], [right]) => (left < right ? -1 : 1)));
