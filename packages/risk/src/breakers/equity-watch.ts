import {
  type Append,
  auditAppend,
  type Book,
  type Clock,
  commitSettled,
  enqueueParts,
  type Mode,
  outboxQueue,
  type Pause,
  type Store,
  systemClock,
  systemPause,
  TradingLatches,
  type Worker,
  type WorkReport,
} from '@tradewarden/core';
import { type EquitySource, readEquity } from '@tradewarden/core/equity';
import { breakerAlert, tightened } from '@tradewarden/core/latch';
import { type LimitOverrides, type Limits, type Profile, resolveLimits } from '../limits/limits.ts';
import { equityStateKey, untrustedKey } from './equity-state.ts';
import { type WatchStep, watchStep } from './watch-step.ts';

export interface EquityWatchOptions {
  readonly store: Store;
  readonly account: string;
  readonly mode: Mode;
  readonly source: EquitySource;
  readonly profile?: Profile;
  readonly limits?: LimitOverrides;
  readonly clock?: Clock;
  readonly pause?: Pause;
}

/** What one look at the equity came to. */
export interface EquityObservation {
  readonly status: 'observed' | 'untrusted' | 'not-measured';
  /** Why it was not trusted. */
  readonly reason?: string;
  /** Causes that this look latched, or made stricter. */
  readonly latched: readonly string[];
}

const actor = { kind: 'process', id: 'equity-watch' } as const;
const attempts = 20;

/**
 * Looks at the equity and keeps what the breakers know of it. A breaker latches in the commit of the reading that
 * tripped it, which leaves an alert in the outbox, and stays latched whatever the equity does then. An equity that cannot be trusted neither trips nor
 * clears anything, but reduces when that lasts.
 */
export class EquityWatch implements Worker {
  readonly name = 'equity-watch';
  readonly #options: EquityWatchOptions;
  readonly #book: Pick<Book, 'account' | 'mode'>;
  readonly #limits: Limits;
  readonly #clock: Clock;

  /** @throws {ConfigError} limits that cannot be used. */
  constructor(options: EquityWatchOptions) {
    this.#options = options;
    this.#book = { account: options.account, mode: options.mode };
    this.#limits = resolveLimits(options.profile, options.limits);
    this.#clock = options.clock ?? systemClock;
  }

  /** Observes once. What it latched counts as work. */
  async drain(signal?: AbortSignal): Promise<WorkReport> {
    return { worked: (await this.observe(signal)).latched.length };
  }

  /**
   * @throws {StoreUnavailableError} {@link StoreUnknownError} nothing is known to be kept; what is kept goes stale,
   * and then decisions are refused. @throws {TypeError} what is kept cannot be read; decisions are refused as well.
   */
  async observe(signal: AbortSignal = new AbortController().signal): Promise<EquityObservation> {
    const { source, store, account } = this.#options;
    if (!source.measured) return { status: 'not-measured', latched: [] };
    const book = this.#book;
    const keys = [equityStateKey(book), untrustedKey(book)];
    const latches = new TradingLatches({ store, book });
    const read = await readEquity(source, { now: this.#clock.now(), signal });
    for (let attempt = 1; attempt <= attempts; attempt += 1) {
      const at = this.#clock.now();
      const standing = await store.get(keys);
      const step = watchStep({ book, read, standing, limits: this.#limits, at });
      const causes = step.causes.map((cause) => ({ ...cause, actor, at }));
      const change = tightened(book, 'account', await latches.find('account'), causes);
      const jobs = change === undefined ? [] : [breakerAlert('account', change, causes, at)];
      const alert = enqueueParts(book, outboxQueue, jobs, at);
      const settled =
        step.puts.length + step.deletes.length === 0 && change === undefined
          ? { ok: true }
          : await commitSettled(store, {
              checks: [
                ...keys.map((key, index) => ({ key, version: standing[index]?.version ?? 0 })),
                ...(change === undefined ? [] : [change.check]),
              ],
              adds: alert.adds,
              puts: [...step.puts, ...(change?.puts ?? []), ...alert.puts],
              deletes: step.deletes,
              appends: change === undefined ? [] : [...change.appends, evidence(book, step, at)],
            });
      if (settled.ok) {
        const latched = change?.causes.filter((cause) => causes.some((ours) => ours === cause)) ?? [];
        return {
          status: step.doubt === undefined ? 'observed' : 'untrusted',
          ...(step.doubt === undefined ? {} : { reason: step.doubt }),
          latched: latched.map(({ cause }) => cause),
        };
      }
      await (this.#options.pause ?? systemPause)(2 * attempt);
    }
    throw new Error(`the breakers of ${account} kept changing ${attempts} times in a row`);
  }
}

/** What was measured, in the commit of the latch. */
const evidence = (book: Pick<Book, 'account' | 'mode'>, step: WatchStep, at: number): Append => {
  const { tripped, state, doubt } = step;
  const measured = tripped.map(({ breaker, observed, limit }) => ({
    breaker,
    observed: observed.toString(),
    limit: limit.toString(),
  }));
  return auditAppend(book.account, {
    type: 'breaker.tripped',
    at,
    actor,
    subject: { account: book.account },
    corr: equityStateKey(book),
    data: {
      mode: book.mode,
      breakers: measured,
      ...(state === undefined
        ? {}
        : {
            equity: { ...state, beyond: { ...state.beyond }, day: { ...state.day }, week: { ...state.week } },
          }),
      ...(doubt === undefined ? {} : { doubt }),
    },
  });
};
