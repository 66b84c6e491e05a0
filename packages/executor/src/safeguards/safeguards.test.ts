import { Decimal, defaultInstrument, type Instrument, type SizedPlan } from '@tradewarden/core';
import type { VenuePosition } from '@tradewarden/core/venue';
import { samplePlan } from '@tradewarden/testing';
import { expect, it } from 'vitest';
import { long, short } from '../../test/execution-plans.ts';
import { limitRequest, venueFill, venueOrder } from '../../test/order-facts.ts';
import type { JournalledPlan } from '../order-journal/journalled-plan.ts';
import type { OrderFact } from '../order-state/order-fact.ts';
import { checkDuplicateOrder } from './check-duplicate-order.ts';
import { checkPrice } from './check-price.ts';
import { enforceMaxPositionRisk } from './enforce-max-position-risk.ts';
import { planRisk } from './plan-risk.ts';
import { safeguardLimits } from './safeguard-limits.ts';
import { validateOrderParameters } from './validate-order-parameters.ts';

const limits = safeguardLimits();
const free = { feePercent: '0', slippagePercent: '0' };

const journalled = (changes: Partial<JournalledPlan> = {}, facts?: readonly OrderFact[]): JournalledPlan => ({
  decisionId: 'd1',
  reservationId: 'd1',
  origin: { planId: 'p1', revision: 1, source: 'test' },
  plan: { ...long, entries: [{ price: '100', quantity: '10' }] },
  reserved: [],
  orders:
    facts === undefined ? [] : [{ role: 'entry', leg: 0, generation: 1, clientOrderId: 'order-1', facts }],
  ...changes,
});

const intended: OrderFact = { kind: 'intended', request: limitRequest, at: 1 };
const sending: OrderFact = { kind: 'sending', attempt: 1, at: 1 };
const unanswered: OrderFact = { kind: 'unanswered', attempt: 1, boundAt: 9, at: 2 };
const traded: OrderFact = { kind: 'filled', fill: venueFill(limitRequest, { quantity: '4' }) };
const cancelled: OrderFact = {
  kind: 'seen',
  order: venueOrder(limitRequest, { status: 'cancelled', filledQuantity: '4' }),
  at: 3,
};

it.each([
  ['before it is sent', undefined, '50'],
  ['while its fate is unknown', [intended, sending, unanswered], '50'],
  ['for what filled once the rest has ended', [intended, sending, traded, cancelled], '20'],
  ['not at all when it was denied', [intended, { kind: 'denied', reason: 'x', at: 2 } as const], '0'],
] as const)('counts an entry %s', (_, facts, risk) => {
  expect(planRisk(journalled({}, facts), free).toString()).toBe(risk);
});

it('has fees of both sides and slippage in the risk', () => {
  // 10 × 5 at the stop, 0.1 % of 1000 on the way in, 0.1 + 0.2 % of 950 on the way out.
  const risk = planRisk(journalled(), { feePercent: '0.1', slippagePercent: '0.2' });
  expect(risk.toString()).toBe(Decimal.of('53.85').toString());
});

const position = (quantity: string, symbol = long.symbol): VenuePosition => ({
  symbol,
  quantity,
  entryPrice: '100',
});

it.each([
  ['RISK_LIMIT', { maximumSymbolRisk: '49' }, []],
  ['RISK_LIMIT', { maximumAccountRisk: '149' }, [position('1', 'ETH/USDT')]],
  [undefined, { maximumAccountRisk: '150', maximumSymbolRisk: '50' }, [position('1', 'ETH/USDT')]],
  ['RISK_UNKNOWN', { maximumAccountRisk: '1000' }, undefined],
  [undefined, {}, undefined],
] as const)('limits what may be lost: %s', (code, given, positions) => {
  const context = { journalled: journalled(), open: [], positions };
  expect(enforceMaxPositionRisk(context, { ...free, ...given })?.code).toBe(code);
});

it('counts a plan once that is among the open ones, and the others beside it', () => {
  const [own, other] = [journalled(), journalled({ decisionId: 'd2' })];
  const of = (open: readonly JournalledPlan[], maximumSymbolRisk: string) =>
    enforceMaxPositionRisk({ journalled: own, open, positions: [] }, { ...free, maximumSymbolRisk })?.code;
  expect(of([own], '50')).toBeUndefined();
  expect(of([own, other], '99')).toBe('RISK_LIMIT');
});

const near = journalled({
  decisionId: 'd2',
  plan: { ...long, entries: [{ price: '100.1', quantity: '9.5' }] },
});
const far = journalled({ decisionId: 'd2', plan: { ...long, entries: [{ price: '103', quantity: '9.5' }] } });
const foreign = venueOrder({ ...limitRequest, clientOrderId: 'somebody' });

it.each([
  ['NEAR_DUPLICATE', [near], [], []],
  [undefined, [far], [], []],
  ['FOREIGN_ORDER', [], [foreign], []],
  [undefined, [], [{ ...foreign, symbol: 'ETH/USDT' }], []],
  ['FOREIGN_POSITION', [], [], [position('1')]],
  [undefined, [], [], [position('1', 'ETH/USDT')]],
  ['VENUE_UNREADABLE', [], undefined, []],
  ['VENUE_UNREADABLE', [], [], undefined],
] as const)('looks for the same in the market: %s', (code, open, orders, positions) => {
  expect(checkDuplicateOrder({ journalled: journalled(), open, orders, positions }, limits)?.code).toBe(code);
});

it('knows its own orders and what it holds', () => {
  const own = journalled({}, [intended, sending, traded]);
  const context = { journalled: own, open: [own, near], orders: [venueOrder(limitRequest)] };
  expect(checkDuplicateOrder({ ...context, positions: [position('4')] }, limits)).toBeUndefined();
  expect(checkDuplicateOrder({ ...context, positions: [position('5')] }, limits)).toMatchObject({
    code: 'FOREIGN_POSITION',
    retry: true,
  });
});

const quote = { bid: '100', ask: '100.2', at: 1000 };

it.each([
  [undefined, {}],
  ['QUOTE_MISSING', { quote: undefined }],
  ['QUOTE_MISSING', { quote: { ...quote, bid: 'NaN' } }],
  ['QUOTE_MISSING', { quote: { ...quote, bid: '101' } }],
  ['QUOTE_STALE', { now: 11_001 }],
  ['QUOTE_STALE', { now: -9001 }],
  ['QUOTE_STALE', { now: Number.NaN }],
  ['SPREAD_TOO_WIDE', { quote: { ...quote, ask: '101.1' } }],
  ['STOP_WRONG_SIDE', { stop: '100' }],
  ['STOP_WRONG_SIDE', { direction: 'SHORT', stop: '100.2' } as const],
  ['PRICE_COLLAR', { price: '101.3' }],
  ['PRICE_COLLAR', { price: '74' }],
  ['PRICE_COLLAR', { direction: 'SHORT', stop: '130', price: '98.9' } as const],
  [undefined, { direction: 'SHORT', stop: '130', price: '99.1' } as const],
] as const)('holds prices against the market: %s', (code, changes) => {
  const context = { symbol: 'S', direction: 'LONG', price: '100.1', stop: '90', quote, now: 1500 } as const;
  expect(checkPrice({ ...context, ...changes }, limits)?.code).toBe(code);
});

const instrument: Instrument = { ...defaultInstrument(long.symbol), step: '0.1', tick: '0.1' };

it.each([
  [undefined, long, {}],
  [undefined, short, {}],
  ['OFF_GRID', { ...long, stop: '95.05' }, {}],
  ['OFF_GRID', { ...long, targets: [{ price: '105.01', percent: '100' }] }, {}],
  ['OFF_GRID', { ...long, entries: [{ price: '100', quantity: '6.05' }] }, {}],
  ['OFF_GRID', { ...long, entries: [{ price: '0', quantity: '6' }] }, {}],
  ['QUANTITY_OUT_OF_RANGE', long, { minimumQuantity: '5' }],
  ['QUANTITY_OUT_OF_RANGE', long, { maximumQuantity: '5' }],
  ['NOTIONAL_TOO_SMALL', long, { minimumNotional: '400' }],
] as const)('holds every leg against the filters of its market: %s', (code, plan, filters) => {
  expect(validateOrderParameters(plan, { ...instrument, ...filters })?.code).toBe(code);
});

it.each([
  [undefined, {}],
  ['ROUNDED_WRONG', { stop: '95.1' }],
  ['ROUNDED_WRONG', { entries: [{ price: '97.9', quantity: '10' }] }],
  ['ROUNDED_WRONG', { entries: [{ price: '100', quantity: '10.1' }] }],
] as const)('takes no rounding that makes the loss smaller than it is: %s', (code, changes) => {
  const approved = {
    plan: samplePlan({ entry: { near: '100', far: '98' }, stop: { price: '95' } }),
    sizing: { quantity: '10' },
  } as unknown as SizedPlan;
  expect(validateOrderParameters({ ...long, ...changes }, instrument, approved)?.code).toBe(code);
});

it.each([{ windowMinutes: 0 }, { collarPercent: 'much' }, { maximumAccountRisk: '-1' }])(
  'refuses %j as a limit',
  (given) => {
    expect(() => safeguardLimits(given)).toThrow(Object.keys(given)[0]);
  },
);
