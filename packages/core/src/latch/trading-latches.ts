import { type Pause, systemPause } from '../clock/pause.ts';
import type { Book } from '../domain/decision.ts';
import { CoreError } from '../errors/core-error.ts';
import { commitSettled } from '../store/commit-settled.ts';
import type { Commit, Store } from '../store/store.ts';
import { type LatchChange, loosened, tightened } from './latch-change.ts';
import { type Latch, type LatchCause, type LatchScope, readLatch, scopeText } from './latch.ts';
import {
  applyingLatchKeys,
  latchesAmong,
  latchKey,
  latchPrefix,
  type LatchSubject,
  scopeOfKey,
} from './latch-keys.ts';
import { strictest, type TradingState } from './trading-state.ts';

export interface TradingLatchesOptions {
  readonly store: Store;
  readonly book: Pick<Book, 'account' | 'mode'>;
  readonly pause?: Pause;
}

export interface LatchRequest extends LatchCause {
  readonly scope: LatchScope;
}

export interface ReleaseRequest extends Pick<LatchCause, 'reason' | 'actor' | 'at'> {
  readonly scope: LatchScope;
  /** Absent: every open cause. */
  readonly cause?: string;
  /** Of the latch that was looked at: what has been latched since is not released with it. */
  readonly expectedVersion: number;
}

export type ReleaseOutcome =
  /** `left`: the causes that are still open. */
  | { readonly status: 'released'; readonly left?: Latch }
  /** Latched, released or tightened since it was looked at; nothing was written. */
  | { readonly status: 'changed'; readonly now?: Latch };

/** What may be done now. Without an answer of the store it is HALTED, and `error` says why. */
export interface StateReading {
  readonly state: TradingState | 'ACTIVE';
  readonly latches: readonly Latch[];
  readonly error?: CoreError;
}

const attempts = 20;

/**
 * Latches trading states. Every commit that adds risk checks that the keys of its latches are absent, so what is
 * in flight when a latch is written conflicts, and is decided again under it. No time limit ever releases one.
 */
export class TradingLatches {
  readonly #store: Store;
  readonly #book: Pick<Book, 'account' | 'mode'>;
  readonly #pause: Pause;

  constructor({ store, book, pause = systemPause }: TradingLatchesOptions) {
    this.#store = store;
    this.#book = book;
    this.#pause = pause;
  }

  /** Everything that stops a new entry of `subject`. */
  async stateOf(subject: LatchSubject): Promise<StateReading> {
    try {
      const latches = latchesAmong(await this.#store.get(applyingLatchKeys(this.#book, subject)));
      return {
        state: latches.length === 0 ? 'ACTIVE' : strictest(latches.map(({ state }) => state)),
        latches,
      };
    } catch (error) {
      if (!CoreError.isInstance(error)) throw error;
      return { state: 'HALTED', latches: [], error };
    }
  }

  async find(scope: LatchScope): Promise<Latch | undefined> {
    const [entry] = await this.#store.get([latchKey(this.#book, scope)]);
    return entry === null || entry === undefined ? undefined : readLatch(scope, entry);
  }

  /** Every latch of the account in its mode, and the global one. */
  async list(): Promise<readonly Latch[]> {
    const prefix = latchPrefix(this.#book);
    const found = [...latchesAmong(await this.#store.get([latchKey(this.#book, 'global')]))];
    for (let after = ''; ;) {
      const page = await this.#store.scan({ prefix, limit: 200, after });
      for (const entry of page) found.push(readLatch(scopeOfKey(entry.key), entry));
      const last = page.at(-1);
      if (last === undefined || page.length < 200) return found;
      after = last.key;
    }
  }

  /**
   * Tightens: durable, with its audit record, when the promise resolves. A cause that is latched already, as strict
   * or stricter, stays as it is; nothing is ever loosened here.
   * @throws {StoreUnavailableError} {@link StoreUnknownError} not latched, or not known: stop by yourself.
   */
  async latch({ scope, ...cause }: LatchRequest): Promise<Latch> {
    for (let attempt = 1; attempt <= attempts; attempt += 1) {
      const before = await this.find(scope);
      const change = tightened(this.#book, scope, before, [cause]);
      if (change === undefined && before !== undefined) return before;
      if (change !== undefined) {
        const result = await commitSettled(this.#store, { ...commitOf(change), reduces: true });
        const { causes } = change;
        if (result.ok) return { scope, state: stateOf(change), causes, version: result.version };
      }
      await this.#pause(2 * attempt);
    }
    throw new Error(`the latch of ${scopeText(scope)} kept changing ${attempts} times in a row`);
  }

  /** Loosens: one cause or all of them, as they were when somebody looked. */
  async release({ scope, expectedVersion, ...by }: ReleaseRequest): Promise<ReleaseOutcome> {
    const before = await this.find(scope);
    if (before === undefined) return { status: 'changed' };
    const named = by.cause === undefined || before.causes.some(({ cause }) => cause === by.cause);
    if (before.version !== expectedVersion || !named) return { status: 'changed', now: before };
    const change = loosened(this.#book, before, by);
    const ends = change.state === 'ACTIVE';
    const result = await (ends
      ? commitSettled(this.#store, commitOf(change), (entry) => entry === null)
      : commitSettled(this.#store, commitOf(change)));
    if (!result.ok) {
      const now = await this.find(scope);
      return { status: 'changed', ...(now === undefined ? {} : { now }) };
    }
    if (ends) return { status: 'released' };
    const { causes } = change;
    return { status: 'released', left: { scope, state: stateOf(change), causes, version: result.version } };
  }
}

const commitOf = ({ check, puts, deletes, appends }: LatchChange): Commit => ({
  checks: [check],
  puts,
  deletes,
  appends,
});

const stateOf = ({ causes }: LatchChange): TradingState => strictest(causes.map(({ state }) => state));
