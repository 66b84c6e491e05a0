import { BOOK, CHANNELS, CLOCK, EVENTS, FOLLOW_UPS, type Plugin, STORE, WORKERS } from '@tradewarden/core';
import { announce, type AnnounceOptions } from './outbox/announce.ts';
import { createDispatcher } from './outbox/dispatcher.ts';
import { assertRoutes } from './routing/assert-routes.ts';
import type { Route } from './routing/route.ts';
import type { TemplateFiles } from './templates/template-set.ts';

export interface NotifyOptions extends AnnounceOptions {
  readonly routes?: readonly Route[];
  readonly templates?: TemplateFiles;
}

/**
 * Announces decisions, and delivers them to every channel of the app.
 * @throws {ConfigError} when the quiet hours of a route are none.
 */
export function notify(options: NotifyOptions = {}): Plugin {
  assertRoutes(options.routes);
  return {
    name: 'notify',
    version: '0.1.0',
    register: (registry) => {
      const said = announce(options);
      registry.add(FOLLOW_UPS).to(() => said);
      registry.add(WORKERS).to((resolver) => {
        const { account, mode } = resolver.get(BOOK);
        const events = resolver.get(EVENTS);
        const dispatcher = createDispatcher({
          store: resolver.get(STORE),
          account,
          mode,
          channels: resolver.all(CHANNELS),
          clock: resolver.get(CLOCK),
          events,
          ...(options.routes === undefined ? {} : { routes: options.routes }),
          ...(options.templates === undefined ? {} : { templates: options.templates }),
        });
        // A decision that could not be written left no job: then the outbox is no way to say so.
        events.on('plan.decided', ({ error }) => {
          if (error?.code.startsWith('STORE_') !== true) return;
          dispatcher
            .lastResort(error.code, `A decision could not be written: ${error.message}`)
            .catch(() => {});
        });
        return dispatcher;
      });
    },
  };
}
