import {
  type Alert,
  auditAppend,
  type Channel,
  type Clock,
  commitSettled,
  bookKey,
  type Json,
  type Store,
} from '@tradewarden/core';
import { alertMessage } from '../alerts/alert-message.ts';
import { destinationsOf, type Route } from '../routing/route.ts';
import { deliveryDeadline } from './delivery-deadline.ts';
import type { QueueBook } from './delivery-row.ts';

export interface LastResortOptions {
  readonly book: QueueBook;
  readonly channels: readonly Channel[];
  readonly routes?: readonly Route[] | undefined;
  readonly clock: Clock;
}

export interface LastResort {
  /** Says it once per cause and hour, straight from memory; never throws. Whether anything was said. */
  tell(cause: string, text: string): Promise<boolean>;
  /** Writes down what was said, once the store takes it. */
  record(store: Store): Promise<void>;
}

const hourMs = 3_600_000;

/** For when the store itself fails, and with it the outbox: best effort, without queue, rates and retries. */
export function lastResort({ book, channels, routes, clock }: LastResortOptions): LastResort {
  const told = new Map<string, number>();
  const unrecorded: { readonly at: number; readonly cause: string; readonly outcomes: Json }[] = [];
  const say = async (alert: Alert): Promise<readonly (readonly [string, string])[]> => {
    const about = { kind: 'alert', severity: 'critical', topic: alert.topic } as const;
    const places = destinationsOf(
      about,
      routes,
      channels.map(({ id }) => id),
    );
    const chosen = channels.filter(({ id }) => places.some(({ channel }) => channel === id));
    return Promise.all(
      chosen.map(async (channel) => {
        try {
          const [part] = channel.render(alertMessage(alert));
          if (part === undefined) return [channel.id, 'nothing'] as const;
          const deliveryId = `last-resort.${alert.at}`;
          const signal = deliveryDeadline(15_000);
          return [
            channel.id,
            (await channel.deliver(part, { signal, deliveryId, attempt: 1 })).status,
          ] as const;
        } catch {
          return [channel.id, 'failed'] as const;
        }
      }),
    );
  };
  return {
    tell: async (cause, text) => {
      const at = clock.now();
      if (at - (told.get(cause) ?? Number.NEGATIVE_INFINITY) < hourMs) return false;
      told.set(cause, at);
      const outcomes = await say({ topic: 'store.failed', at, subject: cause, text });
      unrecorded.push({ at, cause, outcomes: Object.fromEntries(outcomes) });
      return true;
    },
    record: async (store) => {
      for (let next = unrecorded[0]; next !== undefined; [next] = unrecorded) {
        const { at, cause, outcomes } = next;
        const key = bookKey(book, 'notify', 'last-resort', `${at}.${cause}`);
        await commitSettled(store, {
          checks: [{ key, version: 0 }],
          puts: [{ key, value: at, ttlMs: hourMs }],
          appends: [
            auditAppend(book.account, {
              type: 'notify.last-resort',
              at,
              actor: { kind: 'process', id: 'dispatcher' },
              subject: { account: book.account },
              corr: cause,
              data: { cause, outcomes },
            }),
          ],
        });
        unrecorded.shift();
      }
    },
  };
}
