import type { Channel, Commit, Json, Message } from '@tradewarden/core';
import { type DeliveryRow, deliveryIdOf, rowKey, sizeCounter, tailKey } from './delivery-row.ts';
import type { OutboxJob } from './outbox-job.ts';
import type { Setting } from './setting.ts';

export interface RowsOf {
  readonly job: string;
  readonly lane: DeliveryRow['lane'];
  readonly channel: Channel;
  readonly message: Message;
  readonly silent: boolean;
  readonly expiresAt?: number | undefined;
  readonly source: OutboxJob | undefined;
}

const tailMs = 30 * 86_400_000;
let routedCount = 0;

/** The rows of one message for one channel, each after the one before; a slot goes on where its last message ended. */
export async function rowParts(
  setting: Setting,
  given: RowsOf,
): Promise<Required<Pick<Commit, 'puts' | 'adds' | 'checks'>>> {
  const { store, book, clock } = setting;
  const { job, lane, channel, message, silent, expiresAt, source } = given;
  const parts = channel.render(message).slice(0, Math.max(1, channel.capabilities.maximumParts));
  const tail = message.slot === undefined ? undefined : tailKey(book, channel.id, message.slot);
  const [last] = tail === undefined ? [] : await store.get([tail]);
  let after = typeof last?.value === 'string' ? last.value : undefined;
  const puts: { key: string; value: Json; ttlMs?: number }[] = [];
  routedCount += 1;
  for (const [index, part] of parts.entries()) {
    const row: DeliveryRow = {
      id: deliveryIdOf(job, channel.id, index),
      job,
      channel: channel.id,
      lane,
      kind: message.kind,
      severity: message.severity,
      title: message.title,
      ...(message.topic === undefined ? {} : { topic: message.topic }),
      part,
      index: index + 1,
      of: parts.length,
      ...(silent ? { silent } : {}),
      ...(after === undefined ? {} : { after }),
      at: clock.now(),
      notBefore: 0,
      ...(expiresAt === undefined ? {} : { expiresAt }),
      attempts: 0,
      ...(source === undefined ? {} : { source }),
    };
    const key = rowKey(book, row, routedCount);
    puts.push({ key, value: row as unknown as Json });
    after = key;
  }
  if (tail !== undefined && after !== undefined) puts.push({ key: tail, value: after, ttlMs: tailMs });
  return {
    puts,
    adds: parts.length === 0 ? [] : [{ counter: sizeCounter(book, channel.id), delta: parts.length }],
    checks: tail === undefined ? [] : [{ key: tail, version: last?.version ?? 0 }],
  };
}
