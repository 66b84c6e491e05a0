import {
  auditAppend,
  type Channel,
  type Clock,
  type Commit,
  type CrashHook,
  type DeliveryOutcome,
  enqueueParts,
  type EventBus,
  JobQueue,
  type Json,
  type LeasedJob,
  type Mode,
  type Store,
  systemClock,
  type Worker,
  type WorkReport,
} from '@tradewarden/core';
import { backoffMs } from './backoff.ts';
import { messageOf } from './message-of.ts';
import { type DeliveryJob, deliveryQueue, type OutboxJob, outboxQueue } from './outbox-job.ts';
import { channelsFor, type Route } from './routes.ts';

export interface DispatcherOptions {
  readonly store: Store;
  readonly account: string;
  readonly mode: Mode;
  readonly channels: readonly Channel[];
  readonly routes?: readonly Route[];
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
  /** Rows that wait, now or for later. */
  queued(): Promise<number>;
}

const leaseMs = 60_000;
const page = 50;
const maximumAttempts = 8;

/** Routes, renders and delivers what commits left behind. At least once; no failure of a channel leaves it. */
export function createDispatcher(options: DispatcherOptions): Dispatcher {
  const { store, account, mode } = options;
  const clock = options.clock ?? systemClock;
  const book = { account, mode };
  const outbox = new JobQueue({ store, book, name: outboxQueue, clock });
  const delivery = new JobQueue({ store, book, name: deliveryQueue, clock });
  const channels = new Map(options.channels.map((channel) => [channel.id, channel]));
  const counts = { delivered: 0, dead: 0, retried: 0, expired: 0 };

  const isLate = ({ expiresAt }: LeasedJob): boolean => expiresAt !== undefined && clock.now() >= expiresAt;

  /** The outcome of one part as an audit record. */
  const recorded = (job: LeasedJob, type: string, data: Json): Commit => ({
    appends: [
      auditAppend(account, {
        type,
        at: clock.now(),
        actor: { kind: 'process', id: 'dispatcher' },
        subject: { account },
        corr: job.id,
        data,
      }),
    ],
  });

  async function route(job: LeasedJob): Promise<void> {
    const payload = job.payload as unknown as OutboxJob;
    const message = isLate(job) ? undefined : await messageOf(store, book, payload);
    if (message === undefined) {
      counts.expired += 1;
      await outbox.done(job, recorded(job, 'notify.expired', { kind: payload.kind }));
      return;
    }
    const rows = channelsFor(message, options.routes, [...channels.keys()]).flatMap((id) =>
      (channels.get(id)?.render(message) ?? []).flatMap((part, index) => {
        const row: DeliveryJob = { channel: id, kind: message.kind, severity: message.severity, part };
        const { lane, expiresAt } = job;
        const expiry = expiresAt === undefined ? {} : { expiresAt };
        return [{ id: `${job.id}.${id}.${index}`, payload: row as unknown as Json, lane, ...expiry }];
      }),
    );
    await outbox.done(job, enqueueParts(book, deliveryQueue, rows, clock.now()));
  }

  async function deliver(job: LeasedJob): Promise<void> {
    const row = job.payload as unknown as DeliveryJob;
    if (isLate(job)) {
      counts.expired += 1;
      await delivery.done(job, recorded(job, 'notify.expired', { channel: row.channel }));
      return;
    }
    const channel = channels.get(row.channel);
    const outcome: DeliveryOutcome =
      channel === undefined
        ? { status: 'permanent-config', reason: `there is no channel ${row.channel}` }
        : await attempt(channel, row, job);
    await options.crash?.('CP12');
    options.events?.publish('message.settled', { channel: row.channel, outcome: outcome.status });
    await settle(job, row, channel, outcome);
  }

  async function attempt(channel: Channel, row: DeliveryJob, job: LeasedJob): Promise<DeliveryOutcome> {
    try {
      const signal = AbortSignal.timeout(leaseMs / 2);
      return await channel.deliver(row.part, { signal, deliveryId: job.id, attempt: job.attempt });
    } catch (error) {
      return { status: 'transient', reason: error instanceof Error ? error.message : String(error) };
    }
  }

  async function settle(
    job: LeasedJob,
    row: DeliveryJob,
    channel: Channel | undefined,
    outcome: DeliveryOutcome,
  ): Promise<void> {
    const about = { channel: row.channel, kind: row.kind, attempt: job.attempt };
    const again = async (delayMs: number, reason: string): Promise<void> => {
      if (job.attempt >= maximumAttempts) return bury(`${reason}; given up after ${job.attempt} attempts`);
      counts.retried += 1;
      await delivery.retry(job, delayMs);
    };
    const bury = async (reason: string): Promise<void> => {
      counts.dead += 1;
      await delivery.bury(
        job,
        reason,
        recorded(job, 'notify.failed', { ...about, outcome: outcome.status, reason }),
      );
    };
    const done = async (type: string): Promise<void> => {
      if (await delivery.done(job, recorded(job, type, { ...about, outcome: outcome.status })))
        counts.delivered += type === 'notify.sent' ? 1 : 0;
    };
    switch (outcome.status) {
      case 'delivered':
      case 'noop':
        return done('notify.sent');
      case 'rate-limited':
        return again(outcome.retryAfterMs, 'rate limited');
      case 'transient':
        return again(outcome.retryAfterMs ?? backoffMs(job.id, job.attempt), outcome.reason);
      case 'uncertain':
        // Sent twice is worse than an audited doubt, unless the message matters more or the provider drops repeats.
        return channel?.capabilities.idempotencyKey === true || row.severity === 'critical'
          ? again(backoffMs(job.id, job.attempt), outcome.reason)
          : done('notify.uncertain');
      case 'redirect':
        return bury(`the target moved to ${outcome.target}; configure it`);
      case 'permanent-payload':
      case 'permanent-target':
      case 'permanent-config':
        return bury(outcome.reason);
    }
  }

  async function work(
    queue: JobQueue,
    handle: (job: LeasedJob) => Promise<void>,
    signal?: AbortSignal,
  ): Promise<number> {
    let worked = 0;
    for (;;) {
      signal?.throwIfAborted();
      const jobs = await queue.claim({ limit: page, leaseMs });
      for (const job of jobs) await handle(job);
      worked += jobs.length;
      if (jobs.length === 0) return worked;
    }
  }

  return {
    name: 'dispatcher',
    drain: async (signal): Promise<WorkReport> => ({
      worked: (await work(outbox, route, signal)) + (await work(delivery, deliver, signal)),
    }),
    counts: () => ({ ...counts }),
    queued: async () => (await outbox.counts()).ready + (await delivery.counts()).ready,
  };
}
