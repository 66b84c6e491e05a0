import type { Clock } from '../clock/clock.ts';
import { type Pause, systemPause } from '../clock/pause.ts';
import { type Ids, systemIds } from '../clock/ids.ts';
import { type Stopwatch, systemStopwatch } from '../clock/stopwatch.ts';
import { systemClock } from '../clock/system-clock.ts';
import type { CrashHook } from '../crash/crash-point.ts';
import type { Book, Mode } from '../domain/decision.ts';
import type { TradePlan } from '../domain/trade-plan.ts';
import { ExposureLedger } from '../ledger/ledger.ts';
import type { Pipeline } from '../pipeline/pipeline.ts';
import type { Store } from '../store/store.ts';
import { inOrder } from './in-order.ts';
import { PlanDecider } from './plan-decider.ts';
import { recordRun, type RunRecordOptions } from './record-run.ts';
import type { RunResult, RunSummary } from './run-result.ts';

export interface RunnerOptions {
  readonly pipeline: Pipeline<TradePlan, unknown>;
  readonly store: Store;
  readonly account: string;
  readonly mode: Mode;
  /** Id of the venue that orders go to; part of every decision's identity. */
  readonly venue?: string;
  readonly clock?: Clock;
  readonly ids?: Ids;
  readonly stopwatch?: Stopwatch;
  /** How to wait between attempts at a commit; for simulations. */
  readonly pause?: Pause;
  /** Stops at crash points; for simulations. */
  readonly crash?: CrashHook;
  /** Register this pipeline's configuration when the account decides under another; by default such a process is refused. */
  readonly adoptPolicy?: boolean;
  /** Called with every result, in order, after it is committed. Must not throw. */
  readonly onResult?: (result: RunResult) => void;
}

export interface RunAllOptions extends RunRecordOptions {
  /** Called before each input is read, such as to move a virtual clock. */
  readonly before?: (input: unknown, index: number) => void;
  /** Awaited after each result, such as to let workers act before the clock moves on. */
  readonly after?: (result: RunResult) => Promise<void>;
  /** Decide rejected plans again, as their next revision. */
  readonly reconsider?: boolean;
  readonly signal?: AbortSignal;
}

export interface RunReport {
  readonly runId: string;
  readonly results: readonly RunResult[];
  readonly summary: RunSummary;
}

/** Decides plans and commits what follows: the only writer of decisions. */
export interface Runner {
  readonly book: Book;
  /** Decides only; nothing is written. */
  preview(input: unknown): Promise<RunResult>;
  run(input: unknown, signal?: AbortSignal): Promise<RunResult>;
  /**
   * An array by score, highest first; a stream in order of arrival. Each plan commits alone; the run record comes last.
   * @throws {PolicyError} the account decides under another configuration; nothing was read or written.
   * @throws {AccountError} it counts in another unit; the same.
   */
  runAll(inputs: readonly unknown[] | AsyncIterable<unknown>, options?: RunAllOptions): Promise<RunReport>;
  /** Milliseconds spent so far. */
  timings(): { readonly decidingMs: number; readonly committingMs: number };
}

export function createRunner(options: RunnerOptions): Runner {
  const { pipeline, store, account, mode } = options;
  const clock = options.clock ?? systemClock;
  const ids = options.ids ?? systemIds;
  const book: Book = { account, mode, venue: options.venue ?? 'none' };
  const pause = options.pause ?? systemPause;
  const ledger = new ExposureLedger({ store, book, pause });
  const stopwatch = options.stopwatch ?? systemStopwatch;
  const { crash, adoptPolicy = false } = options;
  const decider = new PlanDecider({
    pipeline,
    store,
    book,
    clock,
    ledger,
    stopwatch,
    pause,
    crash,
    adoptPolicy,
  });
  const never = new AbortController().signal;
  return {
    book,
    preview: (input) => decider.handle(input, { dry: true, corr: 'preview', signal: never }),
    run: async (input, signal = never) => {
      const result = await decider.handle(input, { dry: false, corr: ids.next('run'), signal });
      options.onResult?.(result);
      return result;
    },
    runAll: async (inputs, all = {}) => {
      const runId = ids.next('run');
      const signal = all.signal ?? never;
      const results: RunResult[] = [];
      await decider.assertMayDecide();
      for await (const { input, index } of inOrder(inputs)) {
        signal.throwIfAborted();
        all.before?.(input, index);
        await ledger.sweep(clock.now());
        const given = all.reconsider === true ? await decider.reconsidered(input) : input;
        const result = { ...(await decider.handle(given, { dry: false, corr: runId, signal })), index };
        results.push(result);
        options.onResult?.(result);
        await all.after?.(result);
      }
      const summary = await recordRun({ store, book, runId, results, now: clock.now() }, all);
      return { runId, results, summary };
    },
    timings: () => ({ ...decider.spent }),
  };
}
