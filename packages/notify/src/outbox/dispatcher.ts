import {
  type Candle,
  type Channel,
  type Clock,
  CoreError,
  type CrashHook,
  type DeliveryOutcome,
  type EventBus,
  JobQueue,
  type LeasedJob,
  type Mode,
  outboxQueue,
  type Store,
  StoreMisuseError,
  systemClock,
  systemIds,
  type TradePlan,
  type Worker,
} from '@tradewarden/core';
import { assertRoutes } from '../routing/assert-routes.ts';
import type { Route } from '../routing/route.ts';
import { type TemplateFiles, templateSet } from '../templates/template-set.ts';
import { channelPass, leaseMs, type Pass } from './channel-pass.ts';
import { sizeCounter } from './delivery-row.ts';
import { flushDigest } from './flush-digest.ts';
import { lastResort } from './last-resort.ts';
import { ownAlerts } from './own-alerts.ts';
import { routeJob } from './route-job.ts';
import { type LeasedRow, settleRow } from './settle-row.ts';
import { recorded, type Setting } from './setting.ts';

export interface DispatcherOptions {
  readonly store: Store;
  readonly account: string;
  readonly mode: Mode;
  readonly channels: readonly Channel[];
  readonly routes?: readonly Route[];
  /** Markdown that replaces built-in templates, by file name. */
  readonly templates?: TemplateFiles;
  /** Closed bars for the pictures of plans, for channels that show pictures; what fails or takes 5 s is left out. */
  readonly candles?: (plan: TradePlan, signal: AbortSignal) => Promise<readonly Candle[]>;
  /** How long a digest gathers; default 15 minutes. */
  readonly digestMs?: number;
  /** How long a critical message waits for a channel that is down; default 30 seconds. */
  readonly failoverMs?: number;
  /** Rows of one channel beyond which messages that are not critical are put together; default 5000. */
  readonly maximumQueued?: number;
  readonly clock?: Clock;
  readonly events?: EventBus;
  /** Stops at crash points; for simulations. */
  readonly crash?: CrashHook;
}

export interface DeliveryCounts {
  readonly delivered: number;
  readonly dead: number;
  readonly retried: number;
  readonly expired: number;
}

export interface Dispatcher extends Worker {
  /** Since this dispatcher was made. */
  counts(): DeliveryCounts;
  /** Jobs and rows that wait, now or for later. */
  queued(): Promise<number>;
  /** When there is something to do again, as the last pass saw it; infinite when nothing waits. */
  nextAt(): number;
  /** Says a failure of the store straight to the channels of the critical route, once per cause and hour. */
  lastResort(cause: string, text: string): Promise<boolean>;
  /** Drains whenever something is due, until the signal; what the store refuses is tried again a second later. */
  run(signal: AbortSignal): Promise<void>;
}

const page = 50;
/** A channel hands back after so many rows, so that what was announced meanwhile is routed. */
const turn = 16;
const pollMs = 1000;

/**
 * Routes, renders and delivers what commits left behind. At least once; no failure of a channel leaves it.
 * @throws {ConfigError} when the quiet hours of a route are none.
 */
export function createDispatcher(options: DispatcherOptions): Dispatcher {
  const { store, account, mode, clock = systemClock } = options;
  assertRoutes(options.routes);
  const setting: Setting = {
    store,
    clock,
    book: { account, mode },
    channels: new Map(options.channels.map((channel) => [channel.id, channel])),
    routes: options.routes,
    templates: templateSet(options.templates),
    events: options.events,
    crash: options.crash,
    candles: options.channels.some(({ capabilities }) => capabilities.pictures === true)
      ? options.candles
      : undefined,
    owner: systemIds.next('dispatcher'),
    digestMs: options.digestMs ?? 900_000,
    failoverMs: options.failoverMs ?? 30_000,
    maximumQueued: options.maximumQueued ?? 5000,
    counts: { delivered: 0, dead: 0, retried: 0, expired: 0 },
  };
  const outbox = new JobQueue({ store, book: setting.book, name: outboxQueue, clock });
  const resort = lastResort({
    book: setting.book,
    channels: options.channels,
    routes: options.routes,
    clock,
  });
  const unsettled = new Map<string, { readonly leased: LeasedRow; readonly outcome: DeliveryOutcome }>();
  /** The last round in which a channel sent something. */
  const rounds = new Map<string, number>();
  let round = 0;
  let nextAt = Number.POSITIVE_INFINITY;
  const sayOfItself = ownAlerts(setting);

  /** Who waited longest comes first, or the first chats of a bot would use up what it may send to all of them. */
  const inTurn = (): readonly Channel[] =>
    [...setting.channels.values()].toSorted(
      (left, right) => (rounds.get(left.id) ?? 0) - (rounds.get(right.id) ?? 0),
    );

  async function settleOld(): Promise<void> {
    for (const [key, { leased, outcome }] of unsettled) {
      const channel = setting.channels.get(leased.row.channel);
      if (channel !== undefined) await settleRow(setting, channel, leased, outcome);
      unsettled.delete(key);
    }
  }

  /** What no commit holds is kept aside with the reason: it would stand in the way of everything behind it. */
  async function routed(job: LeasedJob): Promise<void> {
    try {
      await routeJob(setting, outbox, job);
    } catch (error) {
      if (!StoreMisuseError.isInstance(error)) throw error;
      const reason = `cannot be routed: ${error.message}`;
      const appends = [recorded(setting, job.id, 'notify.failed', { reason })];
      if (await outbox.bury(job, reason, { appends })) setting.counts.dead += 1;
    }
  }

  async function routeAll(signal?: AbortSignal): Promise<number> {
    for (let worked = 0; ;) {
      signal?.throwIfAborted();
      const jobs = await outbox.claim({ limit: page, leaseMs });
      for (const job of jobs) await routed(job);
      worked += jobs.length;
      if (jobs.length === 0) return worked;
    }
  }

  async function serve(channel: Channel, signal?: AbortSignal): Promise<number> {
    const digest = await flushDigest(setting, channel);
    let worked = digest.worked ? 1 : 0;
    if (!digest.worked) nextAt = Math.min(nextAt, digest.waitUntil);
    for (let row = 0; row < turn; row += 1) {
      signal?.throwIfAborted();
      const pass: Pass = await channelPass(setting, channel, unsettled);
      if (!pass.worked) {
        nextAt = Math.min(nextAt, pass.waitUntil);
        return worked;
      }
      worked += 1;
      if (pass.attempted === true) rounds.set(channel.id, round);
    }
    return worked;
  }

  async function drain(signal?: AbortSignal): Promise<{ readonly worked: number }> {
    try {
      await resort.record(store);
      await settleOld();
      await sayOfItself();
      for (let worked = 0; ;) {
        nextAt = Number.POSITIVE_INFINITY;
        round += 1;
        const taken = await routeAll(signal);
        const served = await Promise.all(inTurn().map((channel) => serve(channel, signal)));
        const done = served.reduce((sum, one) => sum + one, taken);
        worked += done;
        if (done === 0) return { worked };
      }
    } catch (error) {
      if (CoreError.isInstance(error) && error.code.startsWith('STORE_'))
        await resort.tell(error.code, `The dispatcher cannot use the store: ${error.message}`);
      throw error;
    }
  }

  async function run(signal: AbortSignal): Promise<void> {
    let bell = new AbortController();
    // A hint of another process: it may get lost, so the poll stays.
    const stopWatching = store.watch(() => bell.abort());
    try {
      while (!signal.aborted) {
        bell = new AbortController();
        const healthy = await drain(signal).then(
          () => true,
          () => false,
        );
        const until = healthy ? Math.min(nextAt, clock.now() + pollMs) : clock.now() + pollMs;
        const woken = AbortSignal.any([signal, bell.signal]);
        await clock.sleep(Math.max(1, until - clock.now()), woken).catch(() => {});
      }
    } finally {
      stopWatching();
    }
  }

  return {
    name: 'dispatcher',
    drain,
    run,
    counts: () => ({ ...setting.counts }),
    nextAt: () => nextAt,
    lastResort: (cause, text) => resort.tell(cause, text),
    queued: async () => {
      const { ready } = await outbox.counts();
      const sizes = await store.counters(
        [...setting.channels.keys()].map((id) => sizeCounter(setting.book, id)),
      );
      return sizes.reduce((sum, size) => sum + size, ready);
    },
  };
}
