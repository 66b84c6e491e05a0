import { type Decision, plainText, type TradePlan } from '@tradewarden/core';
import { samplePlan } from '@tradewarden/testing';
import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { announced } from '../../test/announced.ts';
import { terminalText } from '../message/ansi.ts';
import { batchSummaryMessage } from './batch-summary.ts';
import {
  formatConfluenceBreakdown,
  formatJson,
  formatMarkdown,
  formatRationale,
  formatRiskMetrics,
  signalMessage,
} from './signal-message.ts';

const rich: TradePlan = samplePlan({
  timeframe: '4h',
  confluence: {
    factors: [
      { name: 'Bullish OB (4H)', score: '0.9', weight: '0.3', detail: '@ 42100' },
      { name: 'Funding', score: '0', weight: '0.1' },
    ],
    conflicts: ['weekly trend is down'],
  },
  rationale: 'order block retest',
  chartUrl: 'https://example.test/chart',
});

test('a signal in Markdown, in order, with recomputed ratios', async () => {
  const [decision] = await announced().run(rich);
  expect(formatMarkdown(rich, decision)).toMatchInlineSnapshot(`
    "🟢 LONG BTC/USDT @ 42200 · 92.3/100 · scalp · resized

    4h · trend

    - **Entry aggressive** 42200
    - **Entry conservative** 42030
    - **Stop** 41750 (−1.07 %)

    * **Target 1** 42800 (1.33 R, 50 %)
    * **Target 2** 43500 (2.89 R, 30 %)
    * **Target 3** 44200 (4.44 R, 20 %)

    - **Risk** 0.0613 % (6.13 USDT at the stop, costs included)
    - **R:R** 2.42 blended
    - **Size** 0.01184834 BTC (500.00 USDT)

    * **Cut** ASSET_EXPOSURE_EXCEEDED: The symbol has no free capacity, or less than the plan asked for. 8161.907064 asked, 500 free of 500
    * **Cut** TOTAL_EXPOSURE_EXCEEDED: The portfolio has no free capacity, or less than the plan asked for. 8161.907064 asked, 1000 free of 1000

    - ✓ Bullish OB (4H) (weight 0.3) @ 42100
    - ✗ Funding (weight 0.1)

    **Conflicts:** weekly trend is down

    > order block retest

    [Chart on example.test](https://example.test/chart)
    "
  `);
});

test('the preview carries side, symbol and entry in its first 60 characters', () => {
  expect(signalMessage(rich).title.slice(0, 60)).toContain('LONG BTC/USDT @ 42200');
});

test('a refused plan says why', async () => {
  const stale = samplePlan({ createdAt: 5, expiresAt: 10 });
  const [decision] = await announced().run(stale);
  expect(plainText(signalMessage(stale, decision))).toContain(
    'Refused PLAN_STALE: The last moment to enter has passed.',
  );
});

test('the pieces stand alone', async () => {
  const [decision] = await announced().run(rich);
  expect(formatConfluenceBreakdown(rich)).toContain('✓ Bullish OB (4H) (weight 0.3) @ 42100');
  expect(formatConfluenceBreakdown(rich)).toContain('✗ Funding');
  expect(formatRationale(rich)).toBe('order block retest');
  expect(formatRiskMetrics(rich, decision)).toContain(
    'Risk 0.0613 % (6.13 USDT at the stop, costs included)',
  );
  expect(formatJson(rich, decision)).toMatchObject({ verdict: 'resized', plan: { symbol: 'BTC/USDT' } });
  expect(terminalText(signalMessage(rich), true)).toContain('\u001b[1mStop\u001b[22m');
});

test('the sample of the specification, with its figures', async () => {
  const [decided] = await announced().run(rich);
  const sizing: Decision['sizing'] = {
    ...decided!.sizing!,
    quantity: '0.0118',
    notional: '497.96',
    margin: '497.96',
    riskAtStop: '6.1071',
    riskPercent: '0.061071',
  };
  const message = signalMessage(rich, { ...decided!, sizing });
  expect(message.title.slice(0, 60)).toBe('🟢 LONG BTC/USDT @ 42200 · 92.3/100 · scalp · resized');
  const lines = plainText(message).split('\n');
  expect(lines).toContain('• Risk 0.0611 % (6.11 USDT at the stop, costs included)');
  expect(lines).toContain('• Size 0.0118 BTC (497.96 USDT)');
  expect(message.picture).toMatchObject({
    entry: { near: '42200', far: '42030' },
    stop: '41750',
    targets: [{ label: 'T1 1.33 R' }, { label: 'T2 2.89 R' }, { label: 'T3 4.44 R' }],
    candles: [],
  });
  expect(message.picture?.alt).toContain('stop 41750');
});

test('a character of endless marks is shortened, an emoji of several people is not', () => {
  const endless = `a${'\u0301'.repeat(5000)}b 👨‍👩‍👧‍👦`;
  const [, said] = plainText(signalMessage(samplePlan({ rationale: endless }))).split('> ');
  expect(said).toBe(`a${'\u0301'.repeat(31)}b 👨‍👩‍👧‍👦`);
});

test('equal scores: the better ratio first, then the symbol', () => {
  const plan = (planId: string, symbol: string, last: string) =>
    samplePlan({ planId, symbol, targets: [{ price: last, percent: '100' }] });
  const taken = ['XRP/USDT', 'ADA/USDT', 'BTC/USDT'].map(
    (symbol, index) =>
      ({
        plan: plan(symbol, symbol, index === 2 ? '45000' : '43000'),
        sizing: { riskAtStop: '5.001' },
      }) as Decision,
  );
  const summary = {
    received: 3,
    unreadable: 0,
    failed: 0,
    approved: 3,
    resized: 0,
    rejected: 0,
    duplicate: 0,
    byCode: {},
  };
  const text = plainText(batchSummaryMessage({ runId: 'r', summary, taken }));
  expect([...text.matchAll(/[A-Z]+\/USDT/g)].map(([symbol]) => symbol)).toEqual([
    'BTC/USDT',
    'ADA/USDT',
    'XRP/USDT',
  ]);
  expect(text).toContain('Risk if all are taken 15.01');
  expect(text).not.toContain('more');
});

test('a batch by score, then ratio, then symbol', async () => {
  const plans = [
    samplePlan({ planId: 'a', score: '50' }),
    samplePlan({ planId: 'b', symbol: 'ETH/USDT', score: '90' }),
  ];
  const taken = await announced().run(...plans);
  const summary = {
    received: 9,
    unreadable: 0,
    failed: 0,
    approved: 0,
    resized: 2,
    rejected: 7,
    duplicate: 0,
    byCode: { PLAN_STALE: 7 },
  };
  const text = plainText(batchSummaryMessage({ runId: 'r', summary, taken, limit: 1 }));
  expect(text).toContain('2 of 9 plans approved');
  expect(text).toContain('ETH/USDT LONG');
  expect(text).toContain('+ 1 more');
  expect(text).toContain('Refused for PLAN_STALE 7');
  expect(text).toContain('Long : short 2 : 0');
});

test('hostile text stays text: no control characters, no markup, nothing lost', () => {
  const hostile = fc.string({ unit: 'binary', maxLength: 200 });
  fc.assert(
    fc.property(hostile, (rationale) => {
      const plan = samplePlan({ rationale: `x${rationale}` });
      const text = terminalText(signalMessage(plan), false);
      expect(/(?![\n\t])\p{Cc}|[\u202a-\u202e\u2066-\u2069]/u.test(text)).toBe(false);
      const kept =
        plan.rationale
          ?.toWellFormed()
          .replaceAll(/(?![\n\t])\p{Cc}|[\u200e\u200f\u202a-\u202e\u2066-\u2069]/gu, '')
          .replaceAll(/\n{3,}/g, '\n\n') ?? '';
      expect(text.includes(kept)).toBe(true);
    }),
  );
  const markup = samplePlan({ rationale: '[click](https://evil.test) **bold** <b>x</b> @everyone # head' });
  expect(formatMarkdown(markup)).toContain(
    String.raw`\[click]\(https://evil.test) \*\*bold\*\* \<b>x\</b> @everyone # head`,
  );
});
