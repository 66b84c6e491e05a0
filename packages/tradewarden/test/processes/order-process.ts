import { flushCompileCache } from 'node:module';
import { setTimeout as wait } from 'node:timers/promises';
import { TradeExecutor } from '@tradewarden/executor';
import { dieAt } from './die-at.ts';
import { distantVenue } from './distant-venue.ts';
import { openProcessStore } from './open-process-store.ts';
import { guardWithinMs, orderClock } from './order-clock.ts';

/**
 * A process that works plans at its parent's exchange and never ends by itself: `order-process.ts <store> <began> <far> [<point>
 * <nth>]`, the share of the far leg in percent. It kills itself when it comes to that crash point for that time.
 */
const [location = '', began = '', farPercent = '0', point = '', nth = '1'] = process.argv.slice(2);
const clock = orderClock(Number(began));
const store = await openProcessStore(location, clock);
const executor = new TradeExecutor({
  store,
  venue: distantVenue(),
  account: 'main',
  mode: 'paper',
  clock,
  protectWithinMs: guardWithinMs,
  planning: { farPercent },
  crash: dieAt(point, nth),
});
flushCompileCache();
for (;;) {
  await executor.drain();
  await wait(10);
}
