import { approve } from '@tradewarden/core/gate';
import type { Instruction, OrderRequest, Venue, VenueOrder } from '@tradewarden/core/venue';
import { type SimulatedBench, simulatedBench } from './simulated-bench.ts';

type Change = (venue: Venue, bench: SimulatedBench) => Partial<Venue>;

const withVenue =
  (change: Change): (() => SimulatedBench) =>
  () => {
    const bench = simulatedBench();
    return { ...bench, venue: { ...bench.venue, ...change(bench.venue, bench) } };
  };

const withCut =
  (change: Change): (() => SimulatedBench) =>
  () => {
    const bench = simulatedBench();
    const { cut } = bench;
    if (cut === undefined) throw new Error('no line to cut');
    return { ...bench, cut: { ...cut, ...change(cut, bench) } };
  };

/** Sends another order than it was given. */
const sending = (change: (order: OrderRequest) => OrderRequest): (() => SimulatedBench) =>
  withVenue((venue) => ({
    submit: async (order, signal) => venue.submit(approve(change(order)), signal),
  }));

/** The same for limits that rest. */
const sendingLimits = (
  change: (limit: Extract<Instruction, { readonly kind: 'limit' }>) => Instruction,
): (() => SimulatedBench) =>
  sending((order) =>
    order.instruction.kind === 'limit' ? { ...order, instruction: change(order.instruction) } : order,
  );

const restated = (order: VenueOrder, changes: Partial<VenueOrder>): VenueOrder => ({ ...order, ...changes });

/** A venue that does one thing wrong, and a law that must say so. */
export const venueMutants: readonly (readonly [string, string, () => SimulatedBench])[] = [
  [
    'V1',
    'takes any id',
    sending((order) => ({
      ...order,
      clientOrderId: order.clientOrderId.replaceAll(/[^\w-]/g, '_') || 'none',
    })),
  ],
  [
    'V2',
    'gives a second order another id',
    withVenue((venue, { exchange }) => ({
      submit: async (order, signal) => {
        const told = await venue.submit(order, signal);
        if (told.status !== 'duplicate') return told;
        return venue.submit(approve({ ...order, clientOrderId: `again-${exchange.ledger.length}` }), signal);
      },
    })),
  ],
  [
    'V3',
    'turns sides',
    withVenue((venue) => ({
      lookup: async (address, signal) => {
        const told = await venue.lookup(address, signal);
        return told.status === 'found' ? { ...told, order: restated(told.order, { side: 'SELL' }) } : told;
      },
    })),
  ],
  ['V4', 'takes late requests', sending((order) => ({ ...order, validUntil: Number.MAX_SAFE_INTEGER }))],
  [
    'V5',
    'rounds prices by itself',
    sendingLimits((limit) => ({ ...limit, price: Number(limit.price).toFixed(0) })),
  ],
  ['V6', 'forgets reduce-only', sending((order) => ({ ...order, reduceOnly: false }))],
  ['V7', 'takes what nobody approved', sending((order) => ({ ...order }))],
  [
    'V8',
    'says cancelled and does nothing',
    withVenue((venue) => ({
      cancel: async (address, signal) => {
        const told = await venue.lookup(address, signal);
        return told.status === 'found'
          ? { status: 'cancelled', order: told.order }
          : { status: 'not-found', asOf: 0 };
      },
    })),
  ],
  [
    'V9',
    'calls everything cancelled',
    withVenue((venue) => ({
      cancel: async (address, signal) => {
        const told = await venue.cancel(address, signal);
        return told.status === 'already-done' && told.order !== undefined
          ? { status: 'cancelled', order: told.order }
          : told;
      },
    })),
  ],
  [
    'V10',
    'takes what it does not know for done',
    withVenue((venue) => ({
      cancel: async (address, signal) => {
        const told = await venue.cancel(address, signal);
        return told.status === 'not-found' ? { status: 'already-done' } : told;
      },
    })),
  ],
  [
    'V11',
    'looks in every namespace',
    withVenue((venue) => ({ openOrders: async (_scope, signal) => venue.openOrders({}, signal) })),
  ],
  [
    'V12',
    'forgets fills of makers',
    withVenue((venue) => ({
      fillsSince: async (cursor, signal) => {
        const told = await venue.fillsSince(cursor, signal);
        return told.status === 'complete'
          ? {
              ...told,
              value: {
                ...told.value,
                fills: told.value.fills.filter(({ liquidity }) => liquidity === 'taker'),
              },
            }
          : told;
      },
    })),
  ],
  [
    'V13',
    'lets the rest of an immediate order stand',
    sending(({ instruction, ...order }) => ({
      ...order,
      instruction:
        instruction.kind === 'limit-ioc' ? { kind: 'limit', price: instruction.price } : instruction,
    })),
  ],
  ['V14', 'forgets the end of a limit', sendingLimits(({ price }) => ({ kind: 'limit', price }))],
  [
    'V15',
    'calls a triggered stop filled',
    withVenue((venue) => ({
      lookup: async (address, signal) => {
        const told = await venue.lookup(address, signal);
        return told.status === 'found' && told.order.status === 'triggered'
          ? { ...told, order: restated(told.order, { status: 'filled' }) }
          : told;
      },
    })),
  ],
  [
    'V16',
    'gives a cursor beyond what it gave',
    withVenue((venue, { exchange }) => ({
      fillsSince: async (cursor, signal) =>
        cursor === undefined
          ? venue.fillsSince(cursor, signal)
          : venue.fillsSince(String(exchange.ledger.length), signal),
    })),
  ],
  [
    'V17',
    'is always flat',
    withVenue(() => ({ positions: async () => ({ status: 'complete', value: [], asOf: 1 }) })),
  ],
  [
    'V18',
    'takes a dead line for an empty account',
    withCut(() => ({ openOrders: async () => ({ status: 'complete', value: [], asOf: 1 }) })),
  ],
  [
    'V18',
    'takes a lost answer for a refusal',
    withCut(() => ({ submit: async () => ({ status: 'rejected', code: 'OTHER', reason: 'timeout' }) })),
  ],
  [
    'V19',
    'wraps aborts',
    withVenue((venue) => ({
      positions: async (signal) => {
        if (signal.aborted) throw new Error('aborted');
        return venue.positions(signal);
      },
    })),
  ],
  [
    'V20',
    'is another account each time',
    withVenue(() => ({
      identity: async () => ({
        status: 'complete',
        value: { account: String(process.hrtime.bigint()), environment: 'simulated', hosts: [] },
        asOf: 1,
      }),
    })),
  ],
];
