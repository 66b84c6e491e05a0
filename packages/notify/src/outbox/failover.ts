import { alertJob, type Channel, type Commit, enqueueParts, type Json, outboxQueue } from '@tradewarden/core';
import { destinationsOf, failoverChannels } from '../routing/route.ts';
import { accountOf, type DeliveryRow, overKey } from './delivery-row.ts';
import type { OutboxJob } from './outbox-job.ts';
import type { Setting } from './setting.ts';

const rememberedMs = 86_400_000;

/**
 * What says a critical message on the next route, once for all channels that could not; nothing at all when it was
 * said there before, and `undefined` when every channel had its turn.
 */
export async function failover(setting: Setting, row: DeliveryRow): Promise<Commit | undefined> {
  const { store, book, clock, routes } = setting;
  const { source } = row;
  if (source === undefined) return undefined;
  const { symbol, except = [] } = aboutOf(source);
  const about = { kind: row.kind, severity: row.severity, topic: row.topic, symbol };
  const ids = [...setting.channels.keys()].filter((id) => !except.includes(id));
  // Who had it by the same route needs it no second time.
  const addressed = source.only ?? destinationsOf(about, routes, ids).map(({ channel }) => channel);
  const tried = [...new Set([...(source.tried ?? []), ...addressed, row.channel])];
  const left = failoverChannels(about, routes, ids, tried);
  if (left.length === 0) return undefined;
  const key = overKey(book, row.job);
  const [said] = await store.get([key]);
  if (said !== null && said !== undefined) return {};
  const payload = { ...source, only: left, tried } as unknown as Json;
  const job = { id: `${row.job}.over`, lane: row.lane, payload };
  return together(
    { checks: [{ key, version: 0 }], puts: [{ key, value: clock.now(), ttlMs: rememberedMs }] },
    enqueueParts(book, outboxQueue, [job], clock.now()),
  );
}

function aboutOf(source: OutboxJob): {
  readonly symbol?: string | undefined;
  readonly except?: readonly string[];
} {
  if (source.kind === 'alert' || source.kind === 'order') return source.subject;
  return source.kind === 'message' ? { symbol: source.subject.picture?.symbol } : {};
}

/** An alert about a channel, told by the others. A message about messages is told of no further. */
export function tell(
  { book, clock, channels }: Setting,
  channel: Channel,
  topic: 'channel.down' | 'channel.up' | 'dead-letters' | 'target.moved',
  text: string,
): Commit {
  const except = [...channels.values()]
    .filter(
      (one) => topic !== 'channel.up' && topic !== 'target.moved' && accountOf(one) === accountOf(channel),
    )
    .map(({ id }) => id);
  const alert = alertJob({ topic, at: clock.now(), subject: channel.id, text, except });
  return enqueueParts(book, outboxQueue, [alert], clock.now());
}

/** Several commits as one. */
export const together = (...commits: readonly Commit[]): Commit => {
  const adds = new Map<string, number>();
  for (const { counter, delta } of commits.flatMap(({ adds: own = [] }) => own))
    adds.set(counter, (adds.get(counter) ?? 0) + delta);
  return {
    checks: commits.flatMap(({ checks = [] }) => checks),
    puts: commits.flatMap(({ puts = [] }) => puts),
    deletes: commits.flatMap(({ deletes = [] }) => deletes),
    appends: commits.flatMap(({ appends = [] }) => appends),
    adds: [...adds].map(([counter, delta]) => ({ counter, delta })),
  };
};
