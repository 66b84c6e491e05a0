import type { Alert, Book, Clock, Store } from '@tradewarden/core';
import type { Dispatcher } from '@tradewarden/notify';
import { tellOnce } from './tell-once.ts';
import type { Troubles } from './troubles.ts';

/** Says alerts through the outbox; while the store cannot be used, straight to the channels of the critical route. Never throws. */
export function teller({
  store,
  book,
  clock,
  troubles,
  dispatcher,
}: {
  readonly store: Store;
  readonly book: Pick<Book, 'account' | 'mode'>;
  readonly clock: Clock;
  readonly troubles: Troubles;
  /** Absent: nobody wants to be told. */
  readonly dispatcher: Dispatcher | undefined;
}): (alert: Omit<Alert, 'at'>) => Promise<void> {
  return async (alert) => {
    if (dispatcher === undefined) return;
    try {
      await tellOnce(store, book, { ...alert, at: clock.now() });
      troubles.worked('alerts');
    } catch (error) {
      troubles.failed('alerts', error);
      await dispatcher.lastResort(alert.topic, alert.text).catch(() => false);
    }
  };
}
