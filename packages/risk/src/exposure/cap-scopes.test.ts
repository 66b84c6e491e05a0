import { Decimal } from '@tradewarden/core';
import { samplePlan } from '@tradewarden/testing';
import { expect, test } from 'vitest';
import { resolveLimits } from '../limits/limits.ts';
import { scopesOf, usedUnder } from './cap-scopes.ts';
import { capUses } from './cap-uses.ts';
import { type Cap, capAmount, caps, capsInForce } from './caps.ts';

const groups = { majors: ['BTC', 'ETH'], coins: ['BTC'], others: ['DOGE'] };
const scopes = scopesOf(samplePlan(), { venue: 'sim' }, { groups });
const capOf = (id: string): Cap => caps.find((cap) => cap.id === id) ?? expect.fail(id);

test('what a plan counts for, by scope', () => {
  expect(scopes).toEqual({
    total: ['total'],
    symbol: ['BTC/USDT'],
    baseAsset: ['BTC'],
    side: ['LONG'],
    group: ['coins', 'majors'],
    source: ['snipersight'],
    venue: ['sim'],
  });
});

test('of several groups the fullest counts, whatever their order', () => {
  const group = capOf('exposure.group');
  const exposure = { 'group/coins/notional': '5', 'group/majors/notional': '40' };
  expect(usedUnder(group, scopes, exposure)).toEqual({ name: 'majors', used: Decimal.of(40) });
  const other = { 'group/coins/notional': '50', 'group/majors/notional': '40' };
  expect(usedUnder(group, scopes, other)).toEqual({ name: 'coins', used: Decimal.of(50) });
  expect(usedUnder({ ...group, only: ['majors'] }, scopes, other)?.name).toBe('majors');
  expect(usedUnder({ ...group, only: ['none'] }, scopes, other)).toBeUndefined();
});

test('a counter that nobody asked the ledger for is an error, not zero', () => {
  expect(() => usedUnder(capOf('exposure.asset'), scopes, {})).toThrow(
    'the ledger was not asked for symbol/BTC%2FUSDT/notional',
  );
});

test('only what is capped carries a bound, and no absent one is written out', () => {
  const amounts = { notional: Decimal.of(5), margin: Decimal.of(4), riskAtStop: Decimal.of('0.1') };
  const uses = capUses({ scopes, amounts, bounds: new Map([['total/notional', 7]]), unitPlaces: 6 });
  expect(uses).toHaveLength(32);
  expect(uses.filter((use) => 'max' in use)).toEqual([{ counter: 'total/notional', amount: 5e6, max: 7 }]);
  expect(uses.find(({ counter }) => counter === 'venue/sim/count')).toStrictEqual({
    counter: 'venue/sim/count',
    amount: 1,
  });
});

test('a cap of your own holds what was said of it and nothing else', () => {
  const own = { id: 'acme.a', measure: 'notional', scope: 'side', limit: 1 } as const;
  const limits = resolveLimits('balanced', { 'acme.a': 1 }, ['acme.a']);
  const [plain, full] = [
    capsInForce(limits, [own]),
    capsInForce(limits, [{ ...own, only: [], onBreach: 'reject' }]),
  ];
  const cap = { id: 'acme.a', code: 'CAP_EXCEEDED', limit: 'acme.a', measure: 'notional', scope: 'side' };
  expect(plain.at(-1)).toStrictEqual(cap);
  expect(full.at(-1)).toStrictEqual({ ...cap, only: [], onBreach: 'reject' });
});

test('an unlimited cap has no amount, of money or of positions', () => {
  const limits = resolveLimits('balanced', { 'positions.max': 'unlimited', 'exposure.total': 'unlimited' });
  const basis = { limits, equity: Decimal.of(10_000), unitPlaces: 6 };
  expect(capAmount(capOf('positions.max'), basis)).toBeUndefined();
  expect(capAmount(capOf('exposure.total'), basis)).toBeUndefined();
  expect(capAmount(capOf('heat.total'), basis)?.toString()).toBe('500');
  expect(capAmount(capOf('heat.total'), { ...basis, equity: basis.equity.negated() })?.toString()).toBe('0');
});
