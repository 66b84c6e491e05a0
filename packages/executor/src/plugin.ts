import {
  BOOK,
  CLOCK,
  type Clock,
  EVENTS,
  EXECUTOR,
  FOLLOW_UPS,
  LifecycleError,
  type Plugin,
  type Resolver,
  STORE,
  token,
  type Token,
  VENUE,
  WORKERS,
} from '@tradewarden/core';
import { CLOSING_GUARD } from '@tradewarden/core/latch';
import type { KillFlag } from './kill/kill-flag.ts';
import { placeOrder } from './place-order.ts';
import { ReconcileWorker } from './reconcile/reconcile-worker.ts';
import { Reconciler, type ReconcilerOptions } from './reconcile/reconciler.ts';
import { OrderSafeguards } from './safeguards/order-safeguards.ts';
import type { SafeguardLimits } from './safeguards/safeguard-limits.ts';
import { TradeExecutor, type TradeExecutorOptions } from './trade-executor.ts';

export interface ExecutorOptions extends Pick<
  TradeExecutorOptions,
  'planning' | 'protectWithinMs' | 'keepers'
> {
  /** Of the safeguards that every entry passes; each has a default. */
  readonly limits?: Partial<SafeguardLimits>;
  /** Stops entries while its file is there, and is raised by `kill`. */
  readonly flag?: KillFlag;
  /** How often the account is reconciled; default 60,000. */
  readonly reconcileEveryMs?: number;
}

/** Of the app's account; its `entriesAllowed` holds entries back until it has succeeded once. */
export const RECONCILER: Token<Reconciler> = token<Reconciler>('Reconciler');

/**
 * Places approved plans at the app's venue and follows them. In `paper` every entry passes the safeguards, and none is sent
 * before the account has been reconciled.
 */
export const executor = (options: ExecutorOptions = {}): Plugin => ({
  name: 'executor',
  version: '0.1.0',
  register: (registry) => {
    const { limits, flag, reconcileEveryMs: everyMs, ...executing } = options;
    const placed = placeOrder();
    registry.add(FOLLOW_UPS).to(() => placed);
    registry.bind(RECONCILER).to((resolver) => new Reconciler(lineOf(resolver)));
    registry.bind(EXECUTOR).to((resolver) => {
      const line = lineOf(resolver);
      const { account, mode } = line.book;
      if (mode !== 'dry-run' && mode !== 'paper')
        throw new LifecycleError('START_FAILED', `the executor works in dry-run or paper, not in ${mode}`);
      const closing = resolver.find(CLOSING_GUARD);
      const { entriesAllowed } = resolver.get(RECONCILER);
      const flagged = flag === undefined ? {} : { stopped: flag.stopped };
      const guards = { ...line, ...flagged, ...(limits === undefined ? {} : { limits }) };
      return new TradeExecutor({
        ...line,
        account,
        mode,
        events: resolver.get(EVENTS),
        ...(closing === undefined ? {} : { closing }),
        ...(mode === 'paper' ? { entriesAllowed, safeguards: new OrderSafeguards(guards) } : {}),
        ...(flag === undefined ? {} : { killing: { flag } }),
        ...executing,
      });
    });
    registry.add(WORKERS).to((resolver) => resolver.get(EXECUTOR));
    registry.add(WORKERS).to((resolver) => {
      const { book, clock } = lineOf(resolver);
      const reconciler = resolver.get(RECONCILER);
      // In dry-run the venue is not asked at all.
      if (book.mode !== 'paper') return { name: 'reconciler', drain: async () => ({ worked: 0 }) };
      return new ReconcileWorker({ reconciler, clock, ...(everyMs === undefined ? {} : { everyMs }) });
    });
  },
});

function lineOf(resolver: Resolver): Pick<ReconcilerOptions, 'store' | 'book' | 'venue'> & {
  readonly clock: Clock;
} {
  const [store, book] = [resolver.get(STORE), resolver.get(BOOK)];
  return { store, book, venue: resolver.get(VENUE), clock: resolver.get(CLOCK) };
}
