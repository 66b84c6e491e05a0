import type { Decision, TradePlan } from '@tradewarden/core';
import { runsOf, samplePlan } from '@tradewarden/testing';
import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { type AloneInput, factsFor, gateAlone, textOf } from '../test/gate-alone.ts';
import { startGate, testMarket } from '../test/gate-fixture.ts';
import { riskGate } from './risk-gate.ts';
import { fixedRules } from './rules/built-in-rules.ts';
import type { Rule } from './rules/rule.ts';

/** Milliseconds; night counts take ten times as long. */
const longest = process.env['TRADEWARDEN_RUNS'] === 'night' ? 1_800_000 : 120_000;
const { createdAt } = samplePlan();
const movable = fixedRules.filter(({ id }) => id !== 'sizing.facts');
const without = movable.map(({ id }) => id);
const anyOrder = fc.shuffledSubarray([...movable], { minLength: movable.length });
const gateOf = (rules: readonly Rule[]): ReturnType<typeof riskGate> =>
  riskGate({ equity: '10000', market: testMarket(), without, rules });

/** One that is cut, one that several rules refuse, one that is too old, one with a stop that is too near. */
const plans: readonly TradePlan[] = [
  samplePlan(),
  samplePlan({ leverage: '9', score: '1' }),
  samplePlan({ createdAt: createdAt - 1e9 }),
  samplePlan({ source: 'b', stop: { price: '42199' }, entry: { near: '42200', far: '42200' } }),
];

test(
  'the order of the rules changes nothing that the gate finds, or asks to be written',
  async () => {
    const asked: readonly AloneInput[] = await Promise.all(
      plans.map(async (plan): Promise<AloneInput> => ({
        plan,
        now: createdAt,
        facts: await factsFor(gateOf(movable), plan),
        used: () => 300_000_000,
        live: plan.source === 'b' ? ['SHORT', 'LONG'] : ['LONG'],
      })),
    );
    const expected = new Map<AloneInput, string>();
    for (const input of asked) expected.set(input, textOf(await gateAlone(gateOf(movable), input)));
    expect(new Set(expected.values()).size).toBe(plans.length);
    await fc.assert(
      fc.asyncProperty(anyOrder, fc.constantFrom(...asked), async (rules, input) => {
        expect(textOf(await gateAlone(gateOf(rules), input))).toBe(expected.get(input));
      }),
      { numRuns: runsOf(10_000) },
    );
  },
  longest,
);

test('and not a byte of the document', async () => {
  const decided = async (rules: readonly Rule[]): Promise<readonly (Decision | undefined)[]> => {
    const { runner } = startGate({ market: testMarket(), without, rules });
    return Promise.all(plans.map(async (plan) => (await runner.preview(plan)).decision));
  };
  const expected = JSON.stringify(await decided(movable));
  await fc.assert(
    fc.asyncProperty(anyOrder, async (rules) => {
      expect(JSON.stringify(await decided(rules))).toBe(expected);
    }),
    { numRuns: runsOf(300) },
  );
});
