import { namespaceOf, type OrderRequest, type VenueFill, type VenueOrder } from '@tradewarden/core/venue';
import * as fc from 'fast-check';
import type { OrderFact } from '../src/order-state/order-fact.ts';

export const limitRequest: OrderRequest = {
  clientOrderId: 'order-1',
  symbol: 'BTC/USDT:USDT',
  side: 'BUY',
  quantity: '10',
  instruction: { kind: 'limit', price: '100' },
  reduceOnly: false,
  validUntil: 5000,
};

export const stopRequest: OrderRequest = {
  ...limitRequest,
  side: 'SELL',
  instruction: { kind: 'stop-market', trigger: '95' },
  reduceOnly: true,
};

export const venueOrder = (request: OrderRequest, rest: Partial<VenueOrder> = {}): VenueOrder => ({
  clientOrderId: request.clientOrderId,
  venueOrderId: '7',
  symbol: request.symbol,
  side: request.side,
  namespace: namespaceOf(request.instruction),
  instruction: request.instruction,
  quantity: request.quantity,
  filledQuantity: '0',
  reduceOnly: request.reduceOnly,
  status: 'new',
  createdAt: 1,
  updatedAt: 1,
  ...rest,
});

export const venueFill = (request: OrderRequest, rest: Partial<VenueFill> = {}): VenueFill => ({
  tradeId: 't1',
  clientOrderId: request.clientOrderId,
  venueOrderId: '7',
  symbol: request.symbol,
  side: request.side,
  price: '100',
  quantity: '1',
  fee: '0',
  feeCurrency: 'USDT',
  liquidity: 'maker',
  at: 1,
  ...rest,
});

const at = fc.nat(20);
const attempt = fc.integer({ min: 1, max: 4 });
const statuses = [
  'new',
  'partially-filled',
  'filled',
  'cancelled',
  'expired',
  'rejected',
  'triggered',
] as const;

const seenOrder = (request: OrderRequest): fc.Arbitrary<VenueOrder> =>
  fc.tuple(fc.constantFrom(...statuses), fc.nat(10), at, fc.nat(20)).map(([status, filled, updatedAt, odd]) =>
    venueOrder(request, {
      status,
      // Now and then one that cannot be the order that was sent.
      ...(odd === 0 ? { venueOrderId: '9' } : odd === 1 ? { quantity: '11' } : {}),
      filledQuantity: status === 'filled' ? '10' : status === 'new' ? '0' : String(filled),
      updatedAt,
      ...(status === 'triggered' ? { childOrderId: '8' } : {}),
    }),
  );

/** Any fact of an order, sensible beside the others or not. */
export const anyFact = (request: OrderRequest): fc.Arbitrary<OrderFact> =>
  fc.oneof(
    fc.record({ kind: fc.constant('sending' as const), attempt, at }),
    fc.record({
      kind: fc.constant('abandoned' as const),
      reason: fc.constantFrom('no bound', 'no answer'),
      at,
    }),
    fc.record({ kind: fc.constant('denied' as const), reason: fc.constantFrom('latched', 'late'), at }),
    fc.record({
      kind: fc.constant('held-back' as const),
      attempt,
      retryAt: at,
      reason: fc.constantFrom('throttled', 'not sent'),
      at,
    }),
    fc.record({
      kind: fc.constant('refused' as const),
      attempt,
      code: fc.constantFrom('FILTER_PRICE' as const, 'INSUFFICIENT_MARGIN' as const),
      reason: fc.constant('no'),
      at,
    }),
    fc.tuple(attempt, at, fc.option(at, { nil: undefined })).map(([number, time, boundAt]) => ({
      kind: 'unanswered' as const,
      attempt: number,
      at: time,
      ...(boundAt === undefined ? {} : { boundAt }),
    })),
    fc.record({ kind: fc.constant('absent' as const), attempt, at }),
    fc.record({ kind: fc.constant('seen' as const), order: seenOrder(request), at }),
    fc.tuple(fc.nat(3), fc.integer({ min: 1, max: 3 }), at).map(([id, quantity, time]) => ({
      kind: 'filled' as const,
      // One trade may be told in several ways.
      fill: venueFill(request, { tradeId: `t${id}`, quantity: String(quantity), at: time }),
    })),
    fc.record({ kind: fc.constant('cancel-sent' as const), at }),
    fc.record({ kind: fc.constant('cancel-unclear' as const), at }),
  );
