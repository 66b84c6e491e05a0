import { BOOK, CHANNELS, CLOCK, EVENTS, FOLLOW_UPS, type Plugin, STORE, WORKERS } from '@tradewarden/core';
import { announce, type AnnounceOptions } from './outbox/announce.ts';
import { createDispatcher } from './outbox/dispatcher.ts';
import type { Route } from './outbox/routes.ts';

export interface NotifyOptions extends AnnounceOptions {
  readonly routes?: readonly Route[];
}

/** Announces decisions, and delivers them to every channel of the app. */
export const notify = (options: NotifyOptions = {}): Plugin => ({
  name: 'notify',
  version: '0.1.0',
  register: (registry) => {
    const said = announce(options);
    registry.add(FOLLOW_UPS).to(() => said);
    registry.add(WORKERS).to((resolver) => {
      const { account, mode } = resolver.get(BOOK);
      return createDispatcher({
        store: resolver.get(STORE),
        account,
        mode,
        channels: resolver.all(CHANNELS),
        clock: resolver.get(CLOCK),
        events: resolver.get(EVENTS),
        ...(options.routes === undefined ? {} : { routes: options.routes }),
      });
    });
  },
});
