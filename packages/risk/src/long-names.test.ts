import {
  createRunner,
  memoryStore,
  Pipeline,
  type RunResult,
  type TradePlan,
  VirtualClock,
} from '@tradewarden/core';
import { samplePlan } from '@tradewarden/testing';
import { expect, test } from 'vitest';
import { riskGate } from './risk-gate.ts';

const plan = samplePlan();
async function resultOf(changed: object, account = 'a'.repeat(60)): Promise<RunResult | undefined> {
  const clock = new VirtualClock(plan.createdAt);
  const runner = createRunner({
    pipeline: Pipeline.of<TradePlan>().stage(riskGate({ equity: '10000', market: 'none' })),
    store: memoryStore({ clock }),
    account,
    mode: 'dry-run',
    clock,
  });
  return (await runner.runAll([{ ...plan, ...changed }])).results[0];
}

test.each([
  ['60 letters of three bytes', '\u{5e01}'.repeat(60)],
  ['30 letters of four bytes', '\u{1d400}'.repeat(30)],
  ['60 tildes', '~'.repeat(60)],
])('a symbol that fits no key is bad input, and never a misuse of the store: %s', async (_, symbol) => {
  const result = await resultOf({ symbol });
  expect(result).toMatchObject({
    status: 'unreadable',
    error: {
      code: 'INPUT_UNREADABLE',
      message: expect.stringMatching(/^symbol: \d+ characters as part of a key/) as string,
    },
  });
});

test('ids that fit no key are refused as decisions, with the reason', async () => {
  for (const field of ['planId', 'source']) {
    const result = await resultOf({ [field]: '%'.repeat(120) });
    expect(result).toMatchObject({ status: 'committed', verdict: 'rejected' });
    expect(JSON.stringify(result)).toContain(`${field}: 360 characters as part of a key`);
  }
});

test('the longest names that are taken are decided', async () => {
  const result = await resultOf({
    symbol: `${'\u{5e01}'.repeat(12)}/USDT`,
    planId: 'p'.repeat(120),
    source: 's'.repeat(120),
  });
  expect(result).toMatchObject({ status: 'committed', verdict: 'resized' });
});
