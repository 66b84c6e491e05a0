import { type Alert, type Book, type Clock, type Store, TradingLatches } from '@tradewarden/core';
import {
  KillFlag,
  type KillReport,
  type KillRequest,
  KillSwitch,
  unfinishedKill,
} from '@tradewarden/executor';
import type { ClosingGuard } from '@tradewarden/core/latch';
import type { Venue } from '@tradewarden/core/venue';
import { reportLines } from '../kill/kill-text.ts';
import type { Say } from './serve-voice.ts';

export interface KillWatchOptions {
  readonly flag: KillFlag;
  readonly store: Store;
  readonly book: Pick<Book, 'account' | 'mode'>;
  /** Of the kill alone; absent: nothing is at any venue, and a kill is a latch. */
  readonly venue?: Venue;
  readonly clock: Clock;
  readonly closing: ClosingGuard;
  readonly say: Say;
  readonly tell: (alert: Omit<Alert, 'at'>) => Promise<void>;
}

/** How long after a report of something left it is gone on with. */
const againMs = 5000;

/** Follows the flag and the record of kills: what they ask for is done, to its report, once for each time it is asked. */
export class KillWatch {
  readonly #options: KillWatchOptions;
  readonly #running = new Set<Promise<void>>();
  #followed: string | undefined;
  /** What has left something, and when it is gone on with. */
  #left: { readonly request: KillRequest; readonly at: number } | undefined;
  #said = '';
  #isLookedUp = false;

  constructor(options: KillWatchOptions) {
    this.#options = options;
  }

  /** Not before it is known that no earlier kill was cut short. */
  readonly entriesAllowed = (): boolean => this.#isLookedUp;

  async turn(): Promise<void> {
    const { flag, store, book, say } = this.#options;
    const raised = flag.find();
    if (raised === undefined) {
      if (this.#followed !== undefined)
        say('flag-down', 'the flag is down: what is not latched may be entered again');
      this.#followed = undefined;
      this.#left = undefined;
      if (this.#isLookedUp) return;
      const left = await unfinishedKill(store, book);
      this.#isLookedUp = true;
      if (left !== undefined) await this.#begin(left, 'a kill was not finished');
      return;
    }
    if (JSON.stringify(raised) === this.#followed) {
      if (this.#left !== undefined && this.#options.clock.now() >= this.#left.at)
        await this.#again(this.#left.request);
      return;
    }
    const { mode = 'entries', reason, actor } = raised;
    await this.#begin({ mode, reason, actor: { kind: 'user', id: actor } }, `the flag is up: ${flag.path}`);
  }

  /** Kills that run have reported. */
  async ended(): Promise<void> {
    if (this.#running.size > 0) this.#options.say('stopping', 'stopping once the kill has reported');
    await Promise.all(this.#running);
  }

  async #begin(request: KillRequest, why: string): Promise<void> {
    const { flag, store, book, venue, say, clock, closing } = this.#options;
    const { mode, reason, actor } = request;
    say('killing', `KILL (${mode}): ${why}; ${actor.id}: ${reason}`, { mode, reason, actor: actor.id });
    if (venue === undefined) {
      const latches = new TradingLatches({ store, book });
      await latches.latch({
        scope: 'account',
        cause: 'kill',
        state: 'HALTED',
        reason,
        actor,
        at: clock.now(),
      });
      this.#followed = keyOf(flag);
      await this.#options.tell({ topic: 'kill', subject: book.account, text: `${reason} (${actor.id})` });
      return;
    }
    // A flag of its own: what this process has raised must not hold once the file is gone.
    const own = { flag: new KillFlag(flag.path), closing };
    const kill = new KillSwitch({ store, venue, account: book.account, mode: 'paper', clock, ...own });
    const running = kill.kill(request).then(
      (report) => this.#reported(request, report),
      (error: unknown) =>
        say('trouble', `the kill failed: ${String(error)}; kill again`, { reason: String(error) }),
    );
    this.#followed = keyOf(flag);
    this.#running.add(running);
    void running.finally(() => this.#running.delete(running));
  }

  /** Something was left: the flag stands, and so does what it asks for. */
  #again(request: KillRequest): Promise<void> {
    this.#left = undefined;
    return this.#begin(request, 'something was left');
  }

  async #reported(request: KillRequest, report: KillReport): Promise<void> {
    const { flag, book, say, tell, clock } = this.#options;
    const { reason, actor } = request;
    // The latch holds from now on also where no file could be written.
    if (report.latched.store) flag.forget();
    this.#left = report.status === 'KILLED_CLEAN' ? undefined : { request, at: clock.now() + againMs };
    const lines = reportLines(report);
    // Who was told once is told again when it has changed.
    const residual = JSON.stringify([report.status, report.residual]);
    if (residual === this.#said) return;
    this.#said = residual;
    say('killed', lines.join('; ').replaceAll(/ {2,}/g, ''), { report });
    const text = `${lines.join('. ').replaceAll(/ {2,}/g, '')}. Asked for by ${actor.id}: ${reason}`;
    await tell({ topic: 'kill', subject: book.account, text });
  }
}

/** What is asked for now, so that it is done once. */
const keyOf = (flag: KillFlag): string | undefined => {
  const raised = flag.find();
  return raised === undefined ? undefined : JSON.stringify(raised);
};

/** Raises the flag for a signal: entries stop before this returns, and the next turn of the watch does the rest. */
export function raiseBySignal(
  flag: KillFlag,
  name: string,
  { now, say }: { readonly now: number; readonly say: Say },
): void {
  try {
    flag.raise({ reason: name, actor: 'signal', at: now, mode: 'entries' });
    flag.forget();
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    const text = `the flag could not be raised: ${reason}; this process enters nothing all the same`;
    say('trouble', text, { what: 'flag', reason });
  }
}
