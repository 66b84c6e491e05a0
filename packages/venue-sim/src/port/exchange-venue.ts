import { type Clock, type MarketData } from '@tradewarden/core';
import {
  type FillPage,
  guardSubmit,
  type SubmitOutcome,
  type Venue,
  type VenueFill,
  type VenueRead,
} from '@tradewarden/core/venue';
import type { Exchange } from '../exchange/exchange.ts';
import { type Fate, type FaultPlan, noFaults, type VenueCall } from './faults.ts';
import { distantVenue, type Latency } from './latency.ts';
import { Wire } from './wire.ts';

export interface ExchangeVenueOptions {
  readonly clock: Clock;
  /** Default `sim`. */
  readonly id?: string;
  /** Prices and instruments, offered on to whoever asks the venue. */
  readonly market?: MarketData;
  readonly faults?: FaultPlan;
  /** What late requests travel on; one for all clients of an exchange. Default: one of its own. */
  readonly wire?: Wire;
  /** Executions in one answer; default 500. */
  readonly pageSize?: number;
  /** How long requests and answers travel; default no time at all. */
  readonly latency?: Latency;
  /** How far the exchange's clock is ahead of ours, in milliseconds; default 0. */
  readonly aheadMs?: number;
}

/** What a read may meet and still be told. */
const shown: ReadonlySet<Fate['kind']> = new Set(['answered', 'stale', 'shuffled']);
const margin = { absenceMarginMs: 1000, readLagMs: 500 };

/** One client of an exchange. Several may be made of one; each has the faults of its own line. */
export function exchangeVenue(exchange: Exchange, options: ExchangeVenueOptions): Venue {
  const { clock, id = 'sim', market, faults = noFaults, pageSize = 500, aheadMs = 0 } = options;
  const { wire = new Wire(), latency } = options;
  const time = (): number => {
    const now = clock.now() + aheadMs;
    wire.deliver(now);
    exchange.advanceTo(now);
    return exchange.now;
  };
  const last = new Map<string, VenueRead<unknown>>();
  /** A read with its fate; a stale one repeats the last whole answer to the same question. */
  const read = <Value>(
    call: VenueCall,
    value: (fate: Fate['kind']) => Value,
    about = '',
  ): VenueRead<Value> => {
    const asOf = time();
    const fate = faults.fate(call);
    const question = `${call} ${about}`;
    const before = last.get(question) as VenueRead<Value> | undefined;
    if (fate.kind === 'stale' && before !== undefined) return before;
    if (!shown.has(fate.kind)) return { status: 'failed', reason: fate.kind };
    const answer: VenueRead<Value> = { status: 'complete', value: value(fate.kind), asOf };
    last.set(question, answer);
    return answer;
  };
  /** A request that changes something: does it now, later, or never. `undefined`: no answer. */
  const change = <Answer>(call: VenueCall, work: (at: number) => Answer): Answer | Fate | undefined => {
    const at = time();
    const fate = faults.fate(call);
    if (fate.kind === 'throttled' || fate.kind === 'not-sent') return fate;
    if (fate.kind === 'delayed') wire.later(at + fate.ms, work);
    if (fate.kind === 'request-lost' || fate.kind === 'delayed') return undefined;
    const answer = work(at);
    return fate.kind === 'answer-lost' ? undefined : answer;
  };
  const isFate = (told: object): told is Extract<Fate, { readonly kind: 'throttled' | 'not-sent' }> =>
    'kind' in told;
  const near = guardSubmit({
    specification: 'venue/v1',
    id,
    capabilities: {
      external: false,
      orders: ['limit', 'limit-ioc', 'market', 'stop-market'],
      reduceOnly: true,
      ...margin,
    },
    ...(market === undefined ? {} : { market }),
    submit: async (order): Promise<SubmitOutcome> => {
      const told = change('submit', (at) => exchange.submit(order, at));
      if (told === undefined) return { status: 'unknown', reason: 'no answer' };
      if (!isFate(told)) return told as SubmitOutcome;
      return told.kind === 'throttled'
        ? { status: 'throttled', retryAfterMs: told.retryAfterMs }
        : { status: 'not-sent', reason: 'not connected' };
    },
    lookup: async (address) => {
      const found = read(
        'lookup',
        () => {
          const order = exchange.order(address);
          return { order, child: order && exchange.child(order) };
        },
        `${address.namespace}/${address.clientOrderId}`,
      );
      if (found.status === 'failed') return found;
      const { order, child } = found.value;
      if (order === undefined) return { status: 'not-found', asOf: found.asOf };
      return { status: 'found', order, ...(child === undefined ? {} : { child }), asOf: found.asOf };
    },
    cancel: async (address) => {
      const told = change('cancel', (at) => {
        const before = exchange.order(address);
        return { before, order: exchange.cancel(address, at), at };
      });
      if (told === undefined) return { status: 'unknown', reason: 'no answer' };
      if (isFate(told))
        return told.kind === 'throttled'
          ? { status: 'throttled', retryAfterMs: told.retryAfterMs }
          : { status: 'unknown', reason: 'not connected' };
      const { before, order, at } = told as Exclude<typeof told, Fate>;
      if (order === undefined) return { status: 'not-found', asOf: at };
      return { status: before?.status === order.status ? 'already-done' : 'cancelled', order };
    },
    openOrders: async ({ symbol, namespace }) =>
      read(
        'openOrders',
        () =>
          exchange
            .openOrders(symbol)
            .filter((order) => namespace === undefined || order.namespace === namespace),
        `${namespace ?? ''}/${symbol ?? ''}`,
      ),
    fillsSince: async (cursor = '0') => {
      const from = Number(cursor);
      // Taken for the beginning or the end it would pass fills by.
      if (!/^\d{1,15}$/.test(cursor) || from > exchange.ledger.length)
        return { status: 'failed', reason: `${cursor} is no cursor of this exchange` };
      return read('fillsSince', (fate): FillPage => {
        const found = exchange.ledger.slice(from);
        const trades = found.filter((entry) => entry.kind === 'filled').slice(0, pageSize);
        const more = found.filter((entry) => entry.kind === 'filled').length > trades.length;
        const upTo = more ? (trades.at(-1)?.sequence ?? from) : exchange.ledger.length;
        const fills = trades.map(({ fill }) => fill);
        return {
          fills: fate === 'shuffled' ? shuffled(exchange, from, fills) : fills,
          cursor: String(upTo),
          more,
        };
      });
    },
    positions: async () => read('positions', () => exchange.positions()),
    balances: async () => read('balances', () => exchange.balances()),
    serverTime: async () => read('serverTime', () => exchange.now),
    identity: async () =>
      read('identity', () => ({ account: 'simulated', environment: 'simulated' as const, hosts: [] })),
  } satisfies Venue);
  return latency === undefined ? near : distantVenue(near, clock, latency);
}

/** Those before come again, and all of them backwards. */
function shuffled(
  { ledger }: Pick<Exchange, 'ledger'>,
  from: number,
  fills: readonly VenueFill[],
): readonly VenueFill[] {
  const before = ledger.slice(0, from).flatMap((entry) => (entry.kind === 'filled' ? [entry.fill] : []));
  return [...before, ...fills].toReversed();
}
