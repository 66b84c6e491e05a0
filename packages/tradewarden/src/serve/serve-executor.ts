import {
  type Alert,
  type Clock,
  createEventBus,
  type Execution,
  hasEnded,
  type Store,
} from '@tradewarden/core';
import { OrderSafeguards, Reconciler, TradeExecutor } from '@tradewarden/executor';
import type { ClosingGuard } from '@tradewarden/core/latch';
import type { Venue } from '@tradewarden/core/venue';
import { dryExecutor } from '../commands/dry-executor.ts';
import type { ExecutionSettings } from '../config/execution-settings.ts';
import type { CommandInput } from '../console/command.ts';
import { Reconciling } from './reconciling.ts';
import type { ServeMode } from './serve-options.ts';
import type { Say } from './serve-voice.ts';
import { toldSafeguards } from './told-safeguards.ts';
import { watchedVenue } from './watched-venue.ts';

/** Works what is committed, one turn at a time. */
export interface TurnedExecutor {
  /** Returns whether another turn has something to do at once. */
  turn(signal: AbortSignal): Promise<boolean>;
  /** Lets another process go on at once. */
  stop(): Promise<void>;
}

/** The executor of a mode; none where nothing is placed. */
export function serveExecutor(
  input: Pick<CommandInput, 'terminal' | 'settings'>,
  {
    mode,
    venue,
    ...options
  }: Omit<ServeExecutorOptions, 'venue' | 'execution'> & {
    readonly mode: ServeMode;
    readonly venue: Venue | undefined;
  },
): TurnedExecutor | undefined {
  if (venue !== undefined)
    return new ServeExecutor({ ...options, venue, execution: input.settings.execution });
  if (mode !== 'dry-run') return undefined;
  const dry = dryExecutor(input, options.store, options.clock);
  return { turn: async (signal) => (await dry.drain(signal)).worked > 0, stop: () => dry.stop() };
}

interface ServeExecutorOptions {
  readonly store: Store;
  readonly venue: Venue;
  readonly account: string;
  readonly clock: Clock;
  readonly closing: ClosingGuard;
  readonly execution: ExecutionSettings;
  readonly stopped: () => string | undefined;
  /** Whether nothing else forbids entries, such as a kill of which nobody knows yet. */
  readonly entriesAllowed: () => boolean;
  readonly say: Say;
  readonly tell: (alert: Omit<Alert, 'at'>) => Promise<void>;
}

/** Works the plans of an account at its venue: what is held first, then the reconciliation, then entries. */
class ServeExecutor implements TurnedExecutor {
  readonly #executor: TradeExecutor;
  readonly #reconciling: Reconciling;
  readonly #told: Promise<void>[] = [];

  constructor(options: ServeExecutorOptions) {
    const { store, account, clock, closing, stopped, entriesAllowed, say, tell } = options;
    const { planning, protectWithinMs } = options.execution;
    const mode = 'paper';
    const venue = watchedVenue(options.venue, (reason) => this.#reconciling.venueFailed(reason));
    const book = { account, mode, venue: venue.id } as const;
    const events = createEventBus();
    const shown = new Map<string, string>();
    events.on('order.updated', (execution) => showOnce(shown, execution, say));
    events.on('execution.alert', ({ symbol, phase, reason }) => {
      say('alert', `alert: ${symbol}: ${phase}: ${reason}`, { symbol, phase, reason });
      this.#told.push(tell({ topic: 'halt', subject: symbol, text: reason }));
    });
    const reconciler = new Reconciler({ store, book, venue, clock });
    this.#reconciling = new Reconciling({ reconciler, clock, say, tell });
    this.#executor = new TradeExecutor({
      store,
      venue,
      account,
      mode,
      clock,
      events,
      closing,
      planning,
      ...(protectWithinMs === undefined ? {} : { protectWithinMs }),
      safeguards: toldSafeguards(new OrderSafeguards({ store, book, venue, clock, stopped }), say),
      entriesAllowed: () => entriesAllowed() && this.#reconciling.entriesAllowed(),
    });
  }

  async turn(signal: AbortSignal): Promise<boolean> {
    const { worked } = await this.#executor.drain(signal);
    await Promise.all(this.#told.splice(0));
    if (signal.aborted) return false;
    return (await this.#reconciling.turn()) || worked > 0;
  }

  stop(): Promise<void> {
    return this.#executor.stop();
  }
}

/** How far a plan is, each step once. */
function showOnce(shown: Map<string, string>, execution: Execution, say: Say): void {
  const { decisionId, planId, symbol, status, fills } = execution;
  const state = `${status} ${fills.length}`;
  if (shown.get(decisionId) === state) return;
  if (hasEnded(execution)) shown.delete(decisionId);
  else shown.set(decisionId, state);
  const last = fills.at(-1);
  const filled = last === undefined ? '' : `, ${last.reason} ${last.quantity} at ${last.price}`;
  say('order', `plan ${planId} ${symbol} is ${status}${filled}`, {
    decisionId,
    planId,
    symbol,
    status,
    last,
  });
}
