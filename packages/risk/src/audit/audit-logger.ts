import { Readable, type Writable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import {
  auditAppend,
  type AuditEvent,
  type Clock,
  commitSettled,
  type Decision,
  decisionKey,
  type Ids,
  type Json,
  keyPart,
  type Store,
  systemClock,
  systemIds,
  toCanonicalValue,
  type Verdict,
} from '@tradewarden/core';
import { auditEntries, type AuditPeriod } from './audit-entries.ts';
import { type AuditSummary, AuditTally } from './audit-summary.ts';

/** Longer than a lost answer takes to be settled. */
const fenceMs = 600_000;

export interface AuditLoggerOptions {
  readonly store: Store;
  /** Whose log; default `main`. */
  readonly account?: string;
  readonly clock?: Clock;
  readonly ids?: Ids;
}

/** A decision that was made elsewhere, such as by hand. */
export interface DecisionNote {
  readonly symbol: string;
  readonly verdict: Verdict;
  readonly reason: string;
  /** Anything that JSON holds. */
  readonly context?: unknown;
}

export interface AuditExport extends AuditPeriod {
  /** `lines` (default): one record to a line; `document`: one JSON document. */
  readonly shape?: 'lines' | 'document';
}

/** Writes notes and quality gates into an account's audit log, and reads the log for reports. */
export class AuditLogger {
  readonly #store: Store;
  readonly #account: string;
  readonly #clock: Clock;
  readonly #ids: Ids;

  constructor({ store, account = 'main', clock = systemClock, ids = systemIds }: AuditLoggerOptions) {
    this.#store = store;
    this.#account = account;
    this.#clock = clock;
    this.#ids = ids;
  }

  /**
   * Records a decision that was made elsewhere as a `note.decision`. A decision document of the runner stands in the
   * log since the commit that made it, so nothing is added for it. Returns whether a record was written.
   */
  async logDecision(decision: Decision | DecisionNote): Promise<boolean> {
    if (!('decisionId' in decision)) {
      const { symbol, verdict, reason, context = null } = decision;
      await this.#append('note.decision', { symbol, verdict, reason, context: toCanonicalValue(context) });
      return true;
    }
    const [recorded] = await this.#store.get([decisionKey(decision.book, decision.decisionId)]);
    if (recorded !== null) return false;
    await this.#append('note.decision', { decision: toCanonicalValue(decision) }, decision.plan.planId);
    return true;
  }

  /** Records whether a quality gate let something pass. `details` is anything that JSON holds. */
  async logQualityGate(name: string, passed: boolean, details: unknown = null): Promise<void> {
    await this.#append('quality.gate', { name, passed, details: toCanonicalValue(details) });
  }

  /** What the log says of a period, epoch ms, `from` inclusive and `to` exclusive. Memory does not grow with the log. */
  async generateAuditReport(from: number, to: number): Promise<AuditSummary> {
    const tally = new AuditTally();
    for await (const entry of auditEntries(this.#store, this.#account, { from, to })) tally.add(entry);
    return tally.summary(this.#account, from, to);
  }

  /**
   * Writes the records of a period to a stream, which is left open, at the pace it takes them; returns how many.
   * Each is `{"sequence":…,"record":…}`, the record to the letter as it is stored. For a copy that proves itself
   * use `exportAudit` of core.
   */
  async exportJson(target: Writable, { shape = 'lines', ...period }: AuditExport = {}): Promise<number> {
    let records = 0;
    const entries = auditEntries(this.#store, this.#account, period);
    const account = JSON.stringify(this.#account);
    async function* texts(): AsyncGenerator<string> {
      if (shape === 'document') yield `{"account":${account},"records":[`;
      for await (const { sequence, text } of entries) {
        const comma = shape === 'document' && records > 0 ? ',' : '';
        yield `${comma}{"sequence":${sequence},"record":${text}}\n`;
        records += 1;
      }
      if (shape === 'document') yield `],"count":${records}}\n`;
    }
    await pipeline(Readable.from(texts()), target, { end: false });
    return records;
  }

  async #append(type: string, data: Json, planId?: string): Promise<void> {
    const id = this.#ids.next('note');
    const key = `${keyPart(this.#account)}/once/${keyPart(id)}`;
    const event: AuditEvent = {
      type,
      at: this.#clock.now(),
      actor: { kind: 'process', id: 'audit-logger' },
      subject: { account: this.#account, ...(planId === undefined ? {} : { planId }) },
      corr: id,
      data,
    };
    const result = await commitSettled(this.#store, {
      checks: [{ key, version: 0 }],
      puts: [{ key, value: id, ttlMs: fenceMs }],
      appends: [auditAppend(this.#account, event)],
    });
    if (!result.ok) throw new Error(`two records were given the id ${id}`);
  }
}
