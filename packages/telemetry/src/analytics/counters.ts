import { blockingCodes, type EventBus } from '@tradewarden/core';

/** Counts since it was attached, by name: `plans.approved`, `rejections.PLAN_STALE`, `messages.delivered`, `orders.open`. */
export interface Counters {
  read(): Readonly<Record<string, number>>;
  detach(): void;
}

/** Counts what the event bus tells. */
export function countEvents(events: EventBus): Counters {
  const counts = new Map<string, number>();
  const add = (name: string): void => {
    counts.set(name, (counts.get(name) ?? 0) + 1);
  };
  const detach = [
    events.on('plan.decided', ({ status, verdict, decision }) => {
      add(`plans.${status === 'committed' ? (verdict ?? status) : status}`);
      if (status === 'committed' && decision?.verdict === 'rejected')
        for (const code of blockingCodes(decision)) add(`rejections.${code}`);
    }),
    events.on('message.settled', ({ outcome }) => add(`messages.${outcome}`)),
    events.on('order.updated', ({ status }) => add(`orders.${status}`)),
  ];
  return {
    read: () => Object.fromEntries([...counts].toSorted(([left], [right]) => (left < right ? -1 : 1))),
    detach: () => {
      for (const off of detach) off();
    },
  };
}
