import { type Book, type Clock, ExposureLedger, type Runner, type Store } from '@tradewarden/core';
import type { Dispatcher } from '@tradewarden/notify';
import type { EquityWatch } from '@tradewarden/risk';
import type { KillWatch } from './kill-watch.ts';
import type { PlanSource } from './plan-source.ts';
import type { TurnedExecutor } from './serve-executor.ts';
import type { Say } from './serve-voice.ts';
import { takePlans } from './take-plans.ts';
import type { Troubles } from './troubles.ts';
import { Turns } from './turns.ts';

export interface ServeParts {
  readonly store: Store;
  readonly book: Book;
  readonly clock: Clock;
  readonly runner: Pick<Runner, 'run'>;
  readonly watch: KillWatch;
  /** Each of these where there is something for it to do. */
  readonly executor: TurnedExecutor | undefined;
  readonly equity: EquityWatch | undefined;
  readonly dispatcher: Dispatcher | undefined;
  readonly source: PlanSource | undefined;
  readonly say: Say;
  readonly troubles: Troubles;
}

const killMs = 100;
const workMs = 500;
const sweepMs = 5000;
const equityMs = 5000;

/**
 * Everything at once, each part at its own pace, so that a channel that is slow keeps no stop from being placed; until the
 * signal, and then what was begun to its end. `onKill` is given what makes the kill look at once.
 */
export async function runTurns(
  parts: ServeParts,
  onKill: (look: () => void) => void,
  signal: AbortSignal,
): Promise<void> {
  const { store, book, clock, runner, watch, executor, equity, dispatcher, source, say, troubles } = parts;
  const turns = (name: string, everyMs: number, work: () => Promise<unknown>): Turns =>
    new Turns({ name, clock, everyMs, troubles }, work);
  const ledger = new ExposureLedger({ store, book });
  const sweep = (): Promise<number> => ledger.sweep(clock.now());
  const killing = turns('kill', killMs, () => watch.turn());
  onKill(() => killing.ring());
  const working: Turns = turns('executor', workMs, async () => {
    if ((await executor?.turn(signal)) === true) working.ring();
  });
  const approved = (): void => working.ring();
  const stopWatching = store.watch(approved);
  const observed = async (): Promise<unknown> => equity?.observe(signal);
  // The first plan is decided by what is known then.
  await observed().catch((error: unknown) => troubles.failed('equity', error));
  await Promise.all([
    killing.run(signal),
    working.run(signal),
    turns('sweeper', sweepMs, sweep).run(signal),
    equity && turns('equity', equityMs, observed).run(signal),
    dispatcher?.run(signal),
    source && takePlans({ source, runner, clock, say, troubles, before: sweep, approved }, signal),
  ]);
  stopWatching();
  // A kill that still runs works the plans from now on.
  await executor?.stop().catch((error: unknown) => troubles.failed('lease', error));
  await watch.ended();
  // What a kill has just reported is told before this ends.
  await dispatcher?.drain().catch((error: unknown) => troubles.failed('messages', error));
}
