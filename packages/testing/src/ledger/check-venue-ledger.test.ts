import type { VenueFill, VenueOrder } from '@tradewarden/core/venue';
import { expect, test } from 'vitest';
import { checkVenueLedger } from './check-venue-ledger.ts';
import type { LedgerPlan, LedgerQuestion, LedgerRecord } from './ledger-record.ts';

const symbol = 'BTC/USDT';
const plan: LedgerPlan = {
  planId: 'p',
  symbol,
  direction: 'LONG',
  quantity: '3',
  legs: [{ price: '100', quantity: '3' }],
  expiresAt: 50_000,
  orders: [
    { clientOrderId: 'e', role: 'entry', leg: 0, generation: 1 },
    { clientOrderId: 's1', role: 'stop', leg: 0, generation: 1 },
    { clientOrderId: 's2', role: 'stop', leg: 0, generation: 2 },
    { clientOrderId: 't', role: 'target', leg: 0, generation: 1 },
  ],
  knownTrades: ['1', '2'],
};
const entry: VenueOrder = {
  clientOrderId: 'e',
  venueOrderId: 'v-e',
  symbol,
  side: 'BUY',
  namespace: 'regular',
  instruction: { kind: 'limit', price: '100' },
  quantity: '3',
  filledQuantity: '0',
  reduceOnly: false,
  status: 'new',
  createdAt: 1000,
  updatedAt: 1000,
};
const stop: VenueOrder = {
  ...entry,
  clientOrderId: 's1',
  venueOrderId: 'v-s1',
  side: 'SELL',
  namespace: 'conditional',
  instruction: { kind: 'stop-market', trigger: '90' },
  reduceOnly: true,
};
const child: VenueOrder = {
  ...stop,
  clientOrderId: 'triggered.v-s1',
  venueOrderId: 'v-c',
  namespace: 'regular',
  instruction: { kind: 'market' },
};
const done = { status: 'filled', filledQuantity: '3' } as const;

/** An event as the exchange writes it down; `sequence` is given by `judged`. */
type Event = Omit<LedgerRecord, 'sequence'>;
const accepted = (order: VenueOrder, at: number): Event => ({ kind: 'accepted', at, order });
const changed = (order: VenueOrder, at: number): Event => ({ kind: 'changed', at, order });
const filled = (order: VenueOrder, at: number, fill: Partial<VenueFill> = {}): Event => ({
  kind: 'filled',
  at,
  order,
  fill: {
    tradeId: '1',
    clientOrderId: order.clientOrderId,
    venueOrderId: order.venueOrderId,
    symbol,
    side: order.side,
    price: '100',
    quantity: '3',
    fee: '0',
    feeCurrency: 'USDT',
    liquidity: 'maker',
    at,
    ...fill,
  },
});
const out = [
  changed({ ...stop, status: 'triggered', childOrderId: 'v-c' }, 20_000),
  accepted(child, 20_000),
  filled({ ...child, ...done }, 20_000, { tradeId: '2', price: '90' }),
];
const sound = [accepted(entry, 1000), filled({ ...entry, ...done }, 5000), accepted(stop, 6000), ...out];

const instruments = [{ symbol, base: 'BTC', quote: 'USDT', step: '1', tick: '1', minimumNotional: '50' }];
const judged = (events: readonly Event[], changes: Partial<LedgerQuestion> = {}) =>
  checkVenueLedger({
    ledger: events.map((event, index) => ({ ...event, sequence: index + 1 })),
    plans: [plan],
    instruments,
    until: 60_000,
    isOver: true,
    ...changes,
  });
const laws = (...given: Parameters<typeof judged>): readonly number[] => [
  ...new Set(judged(...given).violations.map(({ law }) => law)),
];

test('a sound course breaks no law, and says how long it was unprotected', () => {
  expect(judged(sound)).toEqual({ violations: [], unprotectedMs: [1000] });
});

const foreign = { ...entry, clientOrderId: 'theirs', venueOrderId: 'v-x', status: 'cancelled' } as const;
const s2 = { ...stop, clientOrderId: 's2', venueOrderId: 'v-s2' };
const broken: readonly (readonly [number, string, readonly Event[], Partial<LedgerQuestion>?])[] = [
  [1, 'an entry twice', [...sound, accepted({ ...entry, status: 'cancelled' }, 21_000)]],
  [
    2,
    'an order that no journal knows',
    [...sound, accepted({ ...entry, clientOrderId: 'tw1' }, 21_000)],
    { isOurs: (id) => id === 'tw1' },
  ],
  [3, 'more than was approved', sound, { plans: [{ ...plan, quantity: '2' }] }],
  [3, 'a price beyond the leg', sound, { plans: [{ ...plan, legs: [{ price: '99', quantity: '3' }] }] }],
  [
    4,
    'a stop too late',
    [accepted(entry, 1000), filled({ ...entry, ...done }, 2000), accepted(stop, 6000), ...out],
  ],
  [
    4,
    'a stop for a part',
    [
      accepted(entry, 1000),
      filled({ ...entry, ...done }, 5000),
      accepted({ ...stop, quantity: '2' }, 6000),
      ...out,
    ],
  ],
  [
    5,
    'a target left over',
    [
      ...sound,
      accepted(
        { ...stop, clientOrderId: 't', venueOrderId: 'v-t', instruction: { kind: 'limit', price: '110' } },
        21_000,
      ),
    ],
  ],
  [
    5,
    'an exit that may enter',
    [
      accepted(entry, 1000),
      filled({ ...entry, ...done }, 5000),
      accepted({ ...stop, reduceOnly: false }, 5000),
      ...out,
    ],
    { protectWithinMs: 20_000 },
  ],
  [
    5,
    'more closed than held',
    [...sound, filled({ ...child, ...done }, 21_000, { tradeId: '2' })],
    { isOver: false },
  ],
  [
    6,
    'a stop that loosens',
    [
      ...sound.slice(0, 3),
      accepted({ ...s2, instruction: { kind: 'stop-market', trigger: '89' } }, 7000),
      changed({ ...stop, status: 'cancelled' }, 8000),
      ...out,
      changed({ ...s2, instruction: { kind: 'stop-market', trigger: '89' }, status: 'cancelled' }, 21_000),
    ],
  ],
  [7, 'an entry after a latch', sound, { latches: [{ from: 500 }] }],
  [8, 'something held in the end', sound.slice(0, 3), { plans: [{ ...plan, knownTrades: ['1'] }] }],
  [14, 'off the step', sound, { instruments: [{ ...instruments[0]!, step: '2' }] }],
  [14, 'off the tick', sound, { instruments: [{ ...instruments[0]!, tick: '7' }] }],
  [14, 'too small', sound, { instruments: [{ ...instruments[0]!, minimumNotional: '500' }] }],
  [16, 'a trade that nobody counts', sound, { plans: [{ ...plan, knownTrades: ['1'] }] }],
  [16, 'a trade that never was', sound, { plans: [{ ...plan, knownTrades: ['1', '2', '3'] }] }],
  [17, "somebody else's order cancelled", [...sound, changed(foreign, 22_000)]],
  [19, 'an entry after the end of its plan', sound, { plans: [{ ...plan, expiresAt: 999 }] }],
];

for (const [law, what, events, changes] of broken)
  test(`law ${law}: ${what}`, () => expect(laws(events, changes)).toEqual([law]));

test('a filter that refuses one of our orders is law 14, one of others is not', () => {
  const refused = (clientOrderId: string) => ({
    kind: 'rejected',
    at: 30_000,
    code: 'FILTER_PRICE',
    request: { ...entry, clientOrderId, validUntil: 0 },
  });
  expect(laws([...sound, refused('t')])).toEqual([14]);
  expect(laws([...sound, refused('theirs')])).toEqual([]);
});

test('what is excused does not count, and the rest of the time still does', () => {
  const late = [accepted(entry, 1000), filled({ ...entry, ...done }, 2000), accepted(stop, 10_000), ...out];
  expect(laws(late, { excused: [{ from: 1000, to: 8000 }] })).toEqual([]);
  expect(laws(late, { excused: [{ from: 1000, to: 6000 }] })).toEqual([4]);
  expect(laws(late, { protectWithinMs: 8000 })).toEqual([]);
});

test('a latch binds its symbol, until it is lifted, and not what was under way', () => {
  expect(laws(sound, { latches: [{ symbol: 'ETH/USDT', from: 0 }] })).toEqual([]);
  expect(laws(sound, { latches: [{ from: 0, to: 900 }] })).toEqual([]);
  expect(laws(sound, { latches: [{ from: 500 }], underWayMs: 500 })).toEqual([]);
  expect(laws([...sound, changed(foreign, 22_000)], { isForeignClosed: true })).toEqual([]);
});
