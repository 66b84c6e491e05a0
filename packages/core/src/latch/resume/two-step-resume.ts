import { type AuditEvent, auditAppend } from '../../audit/audit-record.ts';
import type { Clock } from '../../clock/clock.ts';
import { type Ids, systemIds } from '../../clock/ids.ts';
import { type Pause, systemPause } from '../../clock/pause.ts';
import { systemClock } from '../../clock/system-clock.ts';
import type { Mode } from '../../domain/decision.ts';
import type { Json } from '../../domain/json.ts';
import { commitSettled, type SettledResult } from '../../store/commit-settled.ts';
import type { Append, Commit, Entry, Store } from '../../store/store.ts';
import { scopeText } from '../latch.ts';
import { loosened } from '../latch-change.ts';
import { TradingLatches } from '../trading-latches.ts';
import { type CauseKeeper, type OpenCause, reconcilingKeeper } from './cause-keeper.ts';
import { type LatchedBook, latchedBooks, recordOfLatch } from './latched-books.ts';
import {
  challengeKey,
  hashOfToken,
  readChallenge,
  type ResumeChallenge,
  tokenLifeMs,
} from './resume-challenge.ts';
import type { ResumeConfirmed, ResumeItem, ResumeRefusal, ResumeRequested } from './resume-outcome.ts';
import { unfitToken } from './unfit-token.ts';

export interface TwoStepResumeOptions {
  readonly store: Store;
  readonly account: string;
  /** Whose latches; the global one belongs to all. */
  readonly modes: readonly [Mode, ...Mode[]];
  readonly keepers?: readonly CauseKeeper[];
  readonly clock?: Clock;
  readonly ids?: Ids;
  readonly pause?: Pause;
}

export interface ResumeBy {
  readonly actor: AuditEvent['actor'];
  readonly reason: string;
}

export interface ResumeConfirmation extends ResumeBy {
  readonly token: string;
  /** Why causes that are not settled are released all the same. */
  readonly override?: string;
}

/** Three operations each: within the 128 of a commit, with room for what the keepers write. */
const atOnce = 24;
const attempts = 20;

/**
 * Loosens trading states in two steps: whoever asks sees what is latched and why, and gets a token; whoever brings
 * it within 120 s releases exactly what was shown, in one commit. What was latched or tightened in it meanwhile
 * makes the release fail. Every request, refusal and release is in the audit log.
 */
export class TwoStepResume {
  readonly #with: Required<
    Pick<TwoStepResumeOptions, 'store' | 'account' | 'modes' | 'clock' | 'ids' | 'pause'>
  >;
  readonly #keepers: readonly CauseKeeper[];

  constructor({ keepers = [], ...options }: TwoStepResumeOptions) {
    this.#with = { clock: systemClock, ids: systemIds, pause: systemPause, ...options };
    this.#keepers = [reconcilingKeeper, ...keepers];
  }

  /** Shows what is latched and gives the token that releases it. A token that was given before is void. */
  async request({ actor, reason }: ResumeBy): Promise<ResumeRequested> {
    const { store, account, modes, clock, ids, pause } = this.#with;
    const all = await latchedBooks(store, account, modes);
    if (all.length === 0) return { status: 'nothing-latched' };
    const found = all.slice(0, atOnce);
    const items = await Promise.all(found.map((one) => this.#item(one)));
    const token = ids.next('resume');
    for (let attempt = 1; attempt <= attempts; attempt += 1) {
      const at = clock.now();
      const [entry = null] = await store.get([challengeKey(account)]);
      const latches = found.map(({ mode, latch: { scope, version } }) => ({ mode, scope, version }));
      const unsettled = items.flatMap((item) => item.unsettled);
      const shown = { reason, latches: found.map(recordOfLatch), unsettled };
      const result = await this.#commit(
        entry,
        { tokenHash: hashOfToken(token), latches, actor, at },
        {
          appends: [this.#record('resume.requested', { actor, at, data: shown })],
        },
      );
      const more = all.length - found.length;
      if (result.ok) return { status: 'requested', token, expiresAt: at + tokenLifeMs, items, more };
      await pause(2 * attempt);
    }
    throw new Error(`others asked to resume ${attempts} times in a row`);
  }

  /** Releases what the request showed: all of it, or nothing. */
  async confirm(confirmation: ResumeConfirmation): Promise<ResumeConfirmed> {
    const { store, account, pause } = this.#with;
    for (let attempt = 1; attempt <= attempts; attempt += 1) {
      const [entry = null] = await store.get([challengeKey(account)]);
      const outcome = await this.#confirmed(confirmation, entry);
      if (outcome !== undefined) return outcome;
      await pause(2 * attempt);
    }
    throw new Error(`what is latched kept changing ${attempts} times in a row`);
  }

  /** `undefined`: somebody else wrote meanwhile, so look again. */
  async #confirmed(
    confirmation: ResumeConfirmation,
    entry: Entry | null,
  ): Promise<ResumeConfirmed | undefined> {
    const { actor, reason, override, token } = confirmation;
    const at = this.#with.clock.now();
    const challenge = readChallenge(entry);
    const unfit = unfitToken(challenge, token, at);
    if (unfit !== undefined) return this.#refused(confirmation, entry, unfit);
    if (challenge === undefined) return undefined;
    const found = await this.#standing(challenge);
    if (typeof found === 'string') {
      const why = `changed since it was shown: ${found}; nothing is released, look again`;
      return this.#refused(confirmation, entry, { code: 'RESUME_CHANGED', reason: why });
    }
    const items = await Promise.all(found.map((one) => this.#item(one)));
    const unsettled = items.flatMap((item) => item.unsettled);
    if (unsettled.length > 0 && override === undefined)
      return this.#refused(confirmation, entry, {
        code: 'RESUME_CAUSE_ACTIVE',
        reason: unsettled.join('; '),
      });
    const by = { actor, at, reason: override === undefined ? reason : `${reason} (override: ${override})` };
    const changes = found.map(({ mode, latch }) =>
      loosened({ account: this.#with.account, mode }, latch, by),
    );
    const kept = await this.#onRelease(found, at);
    const data = {
      reason,
      latches: found.map(recordOfLatch),
      unsettled,
      ...(override === undefined ? {} : { override }),
    };
    const result = await this.#commit(
      entry,
      { ...challenge, usedAt: at },
      {
        checks: [...changes.map(({ check }) => check), ...kept.flatMap(({ checks = [] }) => checks)],
        adds: kept.flatMap(({ adds = [] }) => adds),
        puts: kept.flatMap(({ puts = [] }) => puts),
        deletes: [...changes, ...kept].flatMap(({ deletes = [] }) => deletes),
        appends: [
          this.#record('resume.confirmed', { actor, at, data }),
          ...[...changes, ...kept].flatMap(({ appends = [] }) => appends),
        ],
      },
    );
    return result.ok ? { status: 'released', items } : undefined;
  }

  async #refused(
    { actor }: ResumeConfirmation,
    entry: Entry | null,
    refusal: { readonly code: ResumeRefusal; readonly reason: string },
  ): Promise<ResumeConfirmed | undefined> {
    const at = this.#with.clock.now();
    const challenge = readChallenge(entry) ?? { tokenHash: '', latches: [], actor, at };
    const appends = [this.#record('resume.refused', { actor, at, data: { ...refusal } })];
    const result = await this.#commit(entry, challenge, { appends });
    return result.ok ? { status: 'refused', ...refusal } : undefined;
  }

  /** The challenged latches as they stand, or the names of those that changed. */
  async #standing({ latches }: ResumeChallenge): Promise<readonly LatchedBook[] | string> {
    const { store, account } = this.#with;
    const found: LatchedBook[] = [];
    const changed: string[] = [];
    for (const { mode, scope, version } of latches) {
      const latch = await new TradingLatches({ store, book: { account, mode } }).find(scope);
      if (latch?.version === version) found.push({ mode, latch });
      else changed.push(scope === 'global' ? 'global' : `${mode} ${scopeText(scope)}`);
    }
    return changed.length === 0 ? found : changed.join(', ');
  }

  async #item({ mode, latch }: LatchedBook): Promise<ResumeItem> {
    const unsettled: string[] = [];
    for (const open of this.#causesOf({ mode, latch }, this.#with.clock.now()))
      for (const keeper of this.#keepers) {
        const why = await keeper.stillHolds(open);
        if (why !== undefined) unsettled.push(`${scopeText(latch.scope)}, ${open.cause.cause}: ${why}`);
      }
    return { mode, latch, unsettled };
  }

  async #onRelease(found: readonly LatchedBook[], now: number): Promise<readonly Commit[]> {
    const parts: Commit[] = [];
    for (const keeper of this.#keepers)
      for (const { mode, latch } of found)
        parts.push(...((await keeper.onRelease?.(this.#causesOf({ mode, latch }, now))) ?? []));
    return parts;
  }

  #causesOf({ mode, latch }: LatchedBook, now: number): readonly OpenCause[] {
    const { store, account } = this.#with;
    return latch.causes.map((cause) => ({ store, account, mode, latch, cause, now }));
  }

  /** Every write goes through the challenge's key, with a name of its own, so that of two at once one is told. */
  #commit(
    entry: Entry | null,
    challenge: ResumeChallenge,
    { checks = [], puts = [], ...rest }: Commit,
  ): Promise<SettledResult> {
    const key = challengeKey(this.#with.account);
    const value = { ...challenge, write: this.#with.ids.next('write') } as unknown as Json;
    return commitSettled(this.#with.store, {
      checks: [{ key, version: entry?.version ?? 0 }, ...checks],
      puts: [{ key, value }, ...puts],
      ...rest,
    });
  }

  #record(
    type: string,
    { actor, at, data }: Pick<AuditEvent, 'actor' | 'at'> & { readonly data: object },
  ): Append {
    const { account } = this.#with;
    return auditAppend(account, {
      type,
      at,
      actor,
      subject: { account },
      corr: challengeKey(account),
      data: data as Json,
    });
  }
}
