import { flushCompileCache } from 'node:module';
import { setTimeout as wait } from 'node:timers/promises';
import { type ExecutionPoint, TradeExecutor } from '@tradewarden/executor';
import { distantVenue } from './distant-venue.ts';
import { openProcessStore } from './open-process-store.ts';
import { guardWithinMs, orderClock } from './order-clock.ts';

/**
 * A process that works plans at its parent's exchange and never ends by itself: `order-process.ts <store> <began> [<point>
 * <nth>]`. It kills itself when it comes to that crash point for that time.
 */
const [location = '', began = '', point = '', nth = '1'] = process.argv.slice(2);
const clock = orderClock(Number(began));
const store = await openProcessStore(location, clock);
let left = Number(nth);
const crash = (reached: ExecutionPoint): void => {
  if (reached !== point) return;
  left -= 1;
  if (left === 0) process.kill(process.pid, 'SIGKILL');
};
const executor = new TradeExecutor({
  store,
  venue: distantVenue(),
  account: 'main',
  mode: 'paper',
  clock,
  protectWithinMs: guardWithinMs,
  crash,
});
flushCompileCache();
for (;;) {
  await executor.drain();
  await wait(10);
}
