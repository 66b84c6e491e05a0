import type { Alert, Book, Clock, Store } from '@tradewarden/core';
import type { Dispatcher } from '@tradewarden/notify';
import { tellOnce } from './tell-once.ts';
import type { Say } from './serve-voice.ts';

/** Says alerts through the outbox; while the store cannot be used, straight to the channels of the critical route. Never throws. */
export function teller({
  store,
  book,
  clock,
  say,
  dispatcher,
}: {
  readonly store: Store;
  readonly book: Pick<Book, 'account' | 'mode'>;
  readonly clock: Clock;
  readonly say: Say;
  /** Absent: nobody wants to be told. */
  readonly dispatcher: Dispatcher | undefined;
}): (alert: Omit<Alert, 'at'>) => Promise<void> {
  return async (alert) => {
    if (dispatcher === undefined) return;
    try {
      await tellOnce(store, book, { ...alert, at: clock.now() });
    } catch (error) {
      const reason = error instanceof Error ? error.message : String(error);
      const isSaid = await dispatcher.lastResort(alert.topic, alert.text).catch(() => false);
      const how = isSaid ? 'it went straight to the critical channels' : 'nobody was told';
      say('trouble', `an alert could not be left in the outbox: ${reason}; ${how}`, {
        what: 'alert',
        reason,
      });
    }
  };
}
