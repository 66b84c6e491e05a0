import { alertJob, type Channel, type Commit, enqueueParts, type Json, outboxQueue } from '@tradewarden/core';
import { failoverChannels } from '../routing/route.ts';
import { accountOf, type DeliveryRow } from './delivery-row.ts';
import type { Setting } from './setting.ts';

/** The job that says a critical message elsewhere; nothing when every channel had its turn. */
export function failover(setting: Setting, row: DeliveryRow): Commit {
  const { source } = row;
  if (source === undefined) return {};
  const tried = [...(source.tried ?? source.only ?? []), row.channel];
  const left = failoverChannels(
    { kind: row.kind, severity: row.severity, topic: row.topic },
    setting.routes,
    [...setting.channels.keys()],
    tried,
  );
  if (left.length === 0 || setting.routes === undefined) return {};
  const payload = { ...source, only: left, tried } as unknown as Json;
  const job = { id: `${row.id}.over`, lane: row.lane, payload };
  return enqueueParts(setting.book, outboxQueue, [job], setting.clock.now());
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
