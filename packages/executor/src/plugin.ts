import {
  BOOK,
  CLOCK,
  EVENTS,
  EXECUTOR,
  FOLLOW_UPS,
  LifecycleError,
  type Plugin,
  STORE,
  VENUE,
  WORKERS,
} from '@tradewarden/core';
import { CLOSING_GUARD } from '@tradewarden/core/latch';
import { placeOrder } from './place-order.ts';
import { TradeExecutor } from './trade-executor.ts';

/** Places approved plans at the app's venue and follows them. */
export const executor = (): Plugin => ({
  name: 'executor',
  version: '0.1.0',
  register: (registry) => {
    const placed = placeOrder();
    registry.add(FOLLOW_UPS).to(() => placed);
    registry.bind(EXECUTOR).to((resolver) => {
      const { account, mode } = resolver.get(BOOK);
      if (mode !== 'dry-run' && mode !== 'paper') {
        throw new LifecycleError('START_FAILED', `the executor works in dry-run or paper, not in ${mode}`);
      }
      const closing = resolver.find(CLOSING_GUARD);
      return new TradeExecutor({
        store: resolver.get(STORE),
        venue: resolver.get(VENUE),
        account,
        mode,
        clock: resolver.get(CLOCK),
        events: resolver.get(EVENTS),
        ...(closing === undefined ? {} : { closing }),
      });
    });
    registry.add(WORKERS).to((resolver) => resolver.get(EXECUTOR));
  },
});
