import { guardSubmit, type Venue } from '@tradewarden/core/venue';

/** A call of a venue on its way to another process. */
export interface DistantCall {
  readonly id: number;
  readonly method: DistantMethod;
  readonly parameter: unknown;
}

interface DistantAnswer {
  readonly id: number;
  readonly answer: unknown;
}

type DistantMethod =
  | 'submit'
  | 'lookup'
  | 'cancel'
  | 'openOrders'
  | 'fillsSince'
  | 'positions'
  | 'balances'
  | 'serverTime'
  | 'identity';

/** A venue that lives in the process that forked this one: its orders outlive whoever sent them. */
export function distantVenue(): Venue {
  const waiting = new Map<number, (answer: unknown) => void>();
  let count = 0;
  process.on('message', ({ id, answer }: DistantAnswer) => {
    waiting.get(id)?.(answer);
    waiting.delete(id);
  });
  const ask = <Answer>(method: DistantMethod, parameter?: unknown): Promise<Answer> =>
    new Promise((resolve) => {
      count += 1;
      waiting.set(count, resolve as (answer: unknown) => void);
      process.send?.({ id: count, method, parameter } satisfies DistantCall);
    });
  return guardSubmit({
    specification: 'venue/v1',
    id: 'sim',
    capabilities: {
      external: false,
      orders: ['limit', 'limit-ioc', 'market', 'stop-market'],
      reduceOnly: true,
      absenceMarginMs: 1000,
      readLagMs: 500,
    },
    submit: (order) => ask('submit', order),
    lookup: (address) => ask('lookup', address),
    cancel: (address) => ask('cancel', address),
    openOrders: (scope) => ask('openOrders', scope),
    fillsSince: (cursor) => ask('fillsSince', cursor),
    positions: () => ask('positions'),
    balances: () => ask('balances'),
    serverTime: () => ask('serverTime'),
    identity: () => ask('identity'),
  } satisfies Venue);
}
