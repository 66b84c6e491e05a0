import {
  formatConfluenceBreakdown,
  formatJson,
  formatMarkdown,
  formatRationale,
  formatRiskMetrics,
} from '@tradewarden/notify';
import { expect, test } from 'vitest';
import { sampleDecisions } from './sample-decisions.ts';

/** The plan of the specification, decided by the real gate: quantity 0.0118, 6.11 USDT at the stop. */
const { decisions } = await sampleDecisions();
const decision = decisions[0]!;

test.each([
  ['markdown', formatMarkdown(decision.plan, decision)],
  ['plan-alone', formatMarkdown(decision.plan)],
  ['json', `${JSON.stringify(formatJson(decision.plan, decision), undefined, 2)}\n`],
  ['confluence', formatConfluenceBreakdown(decision.plan)],
  ['rationale', formatRationale(decision.plan)],
  ['risk-metrics', formatRiskMetrics(decision.plan, decision)],
])('through every formatter: %s', async (name, text) => {
  await expect(text).toMatchFileSnapshot(`../../test/golden/sample-${name}.txt`);
});

test('with the figures of the specification', () => {
  expect(decision).toMatchObject({
    verdict: 'resized',
    sizing: {
      quantity: '0.0118',
      notional: '497.96',
      requestedQuantity: '0.1934',
      boundBy: 'exposure.asset',
    },
  });
  expect(formatRiskMetrics(decision.plan, decision)).toContain(
    'Risk 0.0611 % (6.11 USDT at the stop, costs included)',
  );
});
