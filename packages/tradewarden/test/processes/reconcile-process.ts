import { flushCompileCache } from 'node:module';
import { Reconciler } from '@tradewarden/executor';
import { dieAt } from './die-at.ts';
import { distantVenue } from './distant-venue.ts';
import { openProcessStore } from './open-process-store.ts';
import { orderClock } from './order-clock.ts';

/**
 * A process that reconciles with its parent's exchange until that succeeds, says what it found and ends:
 * `reconcile-process.ts <store> <began> [<point> <nth>]`.
 */
const [location = '', began = '', point = '', nth = '1'] = process.argv.slice(2);
const clock = orderClock(Number(began));
const store = await openProcessStore(location, clock);
const venue = distantVenue();
const book = { account: 'main', mode: 'paper', venue: venue.id } as const;
const reconciler = new Reconciler({ store, book, venue, clock, crash: dieAt(point, nth) });
flushCompileCache();
let said = await reconciler.reconcile();
while (said.status === 'failed') {
  await clock.sleep(1000);
  said = await reconciler.reconcile();
}
await store.close();
process.send?.({ said }, () => process.disconnect());
