import { flushCompileCache } from 'node:module';
import { KillFlag, type KillRequest, KillSwitch } from '@tradewarden/executor';
import { dieAt } from './die-at.ts';
import { distantVenue } from './distant-venue.ts';
import { openProcessStore } from './open-process-store.ts';
import { orderClock } from './order-clock.ts';

/**
 * A process that kills all trading at its parent's exchange, says its report and ends: `kill-process.ts <store> <began>
 * <entries|flatten> <flag> [<point> <nth>]`; a flag of `-` is none.
 */
const [location = '', began = '', mode = '', flag = '-', point = '', nth = '1'] = process.argv.slice(2);
const clock = orderClock(Number(began));
const store = await openProcessStore(location, clock);
const kill = new KillSwitch({
  store,
  venue: distantVenue(),
  account: 'main',
  mode: 'paper',
  clock,
  limitMs: 120_000,
  ...(flag === '-' ? {} : { flag: new KillFlag(flag) }),
  crash: dieAt(point, nth),
});
flushCompileCache();
const actor = { kind: 'user', id: 'operator' } as const;
const said = await kill.kill({ mode: mode as KillRequest['mode'], reason: 'test', actor });
await store.close();
process.send?.({ said }, () => process.disconnect());
