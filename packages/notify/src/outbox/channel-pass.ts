import { type Channel, commitSettled, type DeliveryOutcome, type Json } from '@tradewarden/core';
import { type Breaker, isOpen, isProbing } from './breaker.ts';
import {
  breakerKey,
  closedBefore,
  type DeliveryRow,
  goneKey,
  movedKey,
  sizeCounter,
  targetOf,
  digestKey,
} from './delivery-row.ts';
import { deliveryDeadline } from './delivery-deadline.ts';
import { failover, together } from './failover.ts';
import { holding } from './held-digest.ts';
import { nextRow } from './next-row.ts';
import { grantAll, grantedAt, readScopes } from './rate-scopes.ts';
import { type LeasedRow, settleRow } from './settle-row.ts';
import { recorded, type Setting } from './setting.ts';
import { soundOutcome } from './sound-outcome.ts';

/** What a pass over a channel did: something, perhaps an attempt at a delivery, or nothing before a moment. */
export type Pass =
  | { readonly worked: true; readonly attempted?: true }
  | { readonly worked: false; readonly waitUntil: number };

export const leaseMs = 60_000;
const worked: Pass = { worked: true };

/** Delivers at most one row of a channel; `unsettled` keeps outcomes that the store would not take. */
export async function channelPass(
  setting: Setting,
  channel: Channel,
  unsettled: Map<string, { readonly leased: LeasedRow; readonly outcome: DeliveryOutcome }>,
): Promise<Pass> {
  const { store, book, clock, owner } = setting;
  const now = clock.now();
  const [breakerEntry, gone, moved] = await store.get([
    breakerKey(channel),
    goneKey(channel),
    movedKey(channel),
  ]);
  const breaker = breakerEntry === null ? undefined : (breakerEntry?.value as unknown as Breaker | undefined);
  const next = await nextRow(setting, channel);
  if (!next.found) return { worked: false, waitUntil: next.waitUntil };
  const { entry, row } = next;
  const held = { key: entry.key, version: entry.version };
  const size = { counter: sizeCounter(book, channel.id), delta: -1 };
  if (row.expiresAt !== undefined && now >= row.expiresAt) {
    const result = await commitSettled(store, {
      checks: [held],
      deletes: [entry.key],
      adds: [size],
      appends: [recorded(setting, row.job, 'notify.expired', { delivery: row.id, channel: row.channel })],
    });
    if (result.ok) setting.counts.expired += 1;
    return worked;
  }
  if (breaker !== undefined && isOpen(breaker, now))
    return whileOpen(setting, row, held, breaker.openUntil ?? now);
  if (row.failedOver === true) {
    const key = digestKey(book, channel.id);
    const [digest] = await store.get([key]);
    const value = holding(digest, { title: row.title, severity: row.severity }, now, 'the channel was down');
    await commitSettled(store, {
      checks: [held, { key, version: digest?.version ?? 0 }],
      deletes: [entry.key],
      adds: [size],
      puts: [{ key, value }],
      appends: [recorded(setting, row.job, 'notify.failed-over', { delivery: row.id, channel: row.channel })],
    });
    return worked;
  }
  const target = typeof moved?.value === 'string' ? moved.value : targetOf(channel);
  const scopes = await readScopes(store, channel, target);
  const at = grantedAt(scopes, row.lane, now);
  if (at > now) return { worked: false, waitUntil: at };
  const until = now + leaseMs;
  // Whoever held the row before died with it, or lost the store: it may have been delivered.
  const repeat = row.repeat === true || row.lease !== undefined;
  const leasedRow: DeliveryRow = {
    ...row,
    attempts: row.attempts + 1,
    lease: { owner, until },
    ...(repeat ? { repeat } : {}),
  };
  const grants = grantAll(scopes, row.id, now, until);
  const result = await commitSettled(store, {
    checks: [held, ...grants.checks],
    puts: [{ key: entry.key, value: leasedRow as unknown as Json }, ...grants.puts],
  });
  if (!result.ok) return worked;
  const leased: LeasedRow = { key: entry.key, version: result.version, row: leasedRow, target };
  const outcome: DeliveryOutcome =
    gone !== null && gone !== undefined
      ? {
          status: 'permanent-target',
          reason: `${closedBefore}${typeof gone.value === 'string' ? gone.value : JSON.stringify(gone.value)}`,
        }
      : soundOutcome(
          await attempt(channel, leased, breaker !== undefined && isProbing(breaker, now), moved !== null),
        );
  await setting.crash?.('CP12');
  setting.events?.publish('message.settled', {
    channel: channel.id,
    outcome: outcome.status,
    attempt: { job: row.job, part: row.index, of: row.of, outcome },
  });
  unsettled.set(entry.key, { leased, outcome });
  await settleRow(setting, channel, leased, outcome);
  unsettled.delete(entry.key);
  return { worked: true, attempted: true };
}

/** A critical row goes elsewhere once it has waited; the others wait. */
async function whileOpen(
  setting: Setting,
  row: DeliveryRow,
  held: { readonly key: string; readonly version: number },
  openUntil: number,
): Promise<Pass> {
  const due = row.at + setting.failoverMs;
  if (row.source === undefined || row.failedOver === true) return { worked: false, waitUntil: openUntil };
  if (due > setting.clock.now()) return { worked: false, waitUntil: Math.min(openUntil, due) };
  const over = await failover(setting, row);
  if (over === undefined) return { worked: false, waitUntil: openUntil };
  const value = { ...row, failedOver: true, notBefore: openUntil } as unknown as Json;
  await commitSettled(setting.store, together({ checks: [held], puts: [{ key: held.key, value }] }, over));
  return worked;
}

async function attempt(
  channel: Channel,
  { row, target }: LeasedRow,
  probe: boolean,
  redirected: boolean,
): Promise<DeliveryOutcome> {
  const signal = deliveryDeadline(leaseMs / 2);
  try {
    if (probe && channel.verify !== undefined) {
      const proof = await channel.verify(signal);
      // A refusal of the account is no fault of this message.
      if (proof.status !== 'delivered' && proof.status !== 'noop')
        return { status: 'transient', reason: 'reason' in proof ? proof.reason : proof.status };
    }
    return await channel.deliver(row.part, {
      signal,
      deliveryId: row.id,
      attempt: row.attempts,
      ...(redirected ? { target } : {}),
      ...(row.silent === true ? { silent: true } : {}),
      ...(row.repeat === true ? { repeat: true } : {}),
    });
  } catch (error) {
    return { status: 'transient', reason: error instanceof Error ? error.message : String(error) };
  }
}
