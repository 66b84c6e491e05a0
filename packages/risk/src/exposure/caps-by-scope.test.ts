import { ConfigError, Decimal, exposureReport } from '@tradewarden/core';
import { samplePlan } from '@tradewarden/testing';
import { expect, test } from 'vitest';
import { ruleOf, startGate, testMarket } from '../../test/gate-fixture.ts';
import { caps, scopeKinds } from './caps.ts';

const free = { 'exposure.asset': 'unlimited', 'exposure.total': 'unlimited', 'heat.total': 'unlimited' };
const other = {
  symbol: 'ETH/USDT',
  direction: 'SHORT' as const,
  entry: { near: '42200', far: '42300' },
  stop: { price: '42700' },
  targets: [{ price: '40000', percent: '100' }] as const,
};

test.each([
  ['exposure.baseAsset', '0.05', { symbol: 'BTC/USDT:USDT' }, 'notional of baseAsset BTC'],
  ['exposure.side', '0.05', { symbol: 'ETH/USDT' }, 'notional of side LONG'],
  ['exposure.source', '0.05', other, 'notional of source snipersight'],
  ['exposure.venue', '0.05', { ...other, source: 'b' }, 'notional of venue none'],
  ['exposure.group', '0.05', { ...other, source: 'b' }, 'notional of group majors'],
  ['heat.symbol', '0.001', { source: 'b' }, 'riskAtStop of symbol BTC/USDT'],
  ['heat.side', '0.001', { symbol: 'ETH/USDT' }, 'riskAtStop of side LONG'],
  ['heat.group', '0.001', other, 'riskAtStop of group majors'],
  ['positions.source', '1', other, 'count of source snipersight'],
  ['positions.group', '1', other, 'count of group majors'],
])(
  'CAP_EXCEEDED by %s: what is held in the scope counts, what is elsewhere does not',
  async (id, limit, second, where) => {
    const limits = { ...free, [id]: limit, 'fire.windowMs': 0 };
    const { decide } = startGate({ limits, groups: { majors: ['BTC', 'ETH/USDT'] } });
    const first = await decide();
    expect(first.verdict).toBe(id.startsWith('positions') ? 'approved' : 'resized');
    const refused = await decide({ planId: 'second', ...second });
    expect(refused.verdict).toBe('rejected');
    expect(ruleOf(refused, id)).toMatchObject({ code: 'CAP_EXCEEDED', effect: 'reject' });
    expect(ruleOf(refused, id).message).toContain(`(${where})`);
    const elsewhere = { ...other, symbol: 'DOGE/USDT', source: 'elsewhere', planId: 'third' };
    const third = await decide(elsewhere);
    expect(third.verdict === 'rejected').toBe(id === 'exposure.venue');
  },
);

test('every cap of the table is counted, and what is off is in no decision', async () => {
  const { decide, runner, store } = startGate({ groups: { majors: ['BTC'] } });
  const decision = await decide();
  const shown = decision.rules.map(({ id }) => id).filter((id) => caps.some((cap) => cap.id === id));
  expect(shown).toEqual(['exposure.asset', 'exposure.total', 'heat.total', 'margin.total', 'positions.max']);
  expect(caps).toHaveLength(4 * scopeKinds.length);
  const report = await exposureReport(store, runner.book);
  expect(report.differences).toEqual([]);
  expect(report.total).toMatchObject({ count: '1', margin: decision.sizing?.margin });
});

test('a cap set tomorrow knows what is held today', async () => {
  const before = startGate({ limits: free });
  await before.decide();
  const after = startGate({
    limits: { ...free, 'heat.baseAsset': '0.01' },
    fx: { USDC: 1 },
    store: before.store,
  });
  const refused = await after.decide({ planId: 'second', symbol: 'BTC/USDC', source: 'b' });
  expect(ruleOf(refused, 'heat.baseAsset')).toMatchObject({ code: 'CAP_EXCEEDED', effect: 'reject' });
});

test('an asset under another name is the same asset', async () => {
  const { decide } = startGate({ limits: { ...free, 'positions.baseAsset': 1 }, aliases: { WBTC: 'BTC' } });
  await decide();
  const wrapped = await decide({ planId: 'w', symbol: 'WBTC/USDT' });
  expect(ruleOf(wrapped, 'positions.baseAsset')).toMatchObject({
    code: 'CAP_EXCEEDED',
    observed: '1',
    limit: '1',
  });
});

test('a cap of your own: for some names, with an answer of its own to a breach', async () => {
  const own = {
    id: 'acme.alts',
    measure: 'riskAtStop',
    scope: 'symbol',
    limit: '0.002',
    only: ['ETH/USDT'],
  } as const;
  const { decide } = startGate({ limits: free, caps: [{ ...own, onBreach: 'reject' }] });
  const untouched = await decide();
  expect(untouched.verdict).toBe('approved');
  expect(ruleOf(untouched, 'acme.alts')).toMatchObject({
    status: 'not-applicable',
    message: 'acme.alts does not concern this plan',
  });
  const refused = await decide({ planId: 'eth', symbol: 'ETH/USDT' });
  expect(ruleOf(refused, 'acme.alts')).toMatchObject({ code: 'CAP_EXCEEDED', effect: 'reject', limit: '20' });
  const cut = await startGate({ limits: free, caps: [own] }).decide({ symbol: 'ETH/USDT' });
  expect(cut).toMatchObject({ verdict: 'resized', sizing: { boundBy: 'acme.alts' } });
  expect(Decimal.of(cut.sizing?.riskAtStop ?? 'NaN').lte(20)).toBe(true);
});

test('a cap that is left out limits nothing', async () => {
  const decision = await startGate({ without: ['exposure.asset', 'exposure.total'] }).decide();
  expect(decision.verdict).toBe('approved');
  expect(decision.rules.some(({ id }) => id === 'exposure.asset')).toBe(false);
});

test('groups that cannot be used are refused with every issue', () => {
  const bad = { groups: { none: [] }, aliases: { A: 'B', B: 'C' } };
  expect(() => startGate(bad)).toThrow(ConfigError);
  expect(() => startGate(bad)).toThrow(/groups\.none[\s\S]*aliases\.A/);
});

test('margin is no business of a book without a market', async () => {
  const plan = samplePlan({ stop: { price: '42000' }, planId: 'tight' });
  const paper = await startGate({ limits: free }).decide(plan);
  expect(ruleOf(paper, 'margin.total').status).toBe('not-applicable');
  const traded = await startGate({ limits: free, market: testMarket() }).decide(plan);
  expect(ruleOf(traded, 'margin.total')).toMatchObject({ code: 'MARGIN_INSUFFICIENT', effect: 'resize' });
});

test('whatever changes a cap of your own changes the configuration that a decision names', async () => {
  const own = { id: 'acme.alts', measure: 'riskAtStop', scope: 'symbol', limit: '0.002' } as const;
  const variants = [
    own,
    { ...own, scope: 'side' as const },
    { ...own, measure: 'margin' as const },
    { ...own, limit: 0.003 },
    { ...own, only: ['BTC/USDT'] },
    { ...own, onBreach: 'reject' as const },
  ];
  const gates = [{}, { groups: { majors: ['BTC'] } }, { aliases: { WBTC: 'BTC' } }, { currency: 'EUR' }];
  const hashes = await Promise.all(
    [...variants.map((cap) => ({ caps: [cap] })), ...gates].map(
      async (options) => (await startGate(options).decide()).configHash,
    ),
  );
  expect(new Set(hashes).size).toBe(variants.length + gates.length);
});
