import {
  createRunner,
  type Decision,
  memoryStore,
  Pipeline,
  type TradePlan,
  VirtualClock,
} from '@tradewarden/core';
import { riskGate } from '@tradewarden/risk';
import { samplePlan } from '@tradewarden/testing';
import { expect, test } from 'vitest';
import { fundingFact, fundingRule, type FundingSource } from './funding-rule.ts';

async function decide(source: FundingSource): Promise<Decision | undefined> {
  const plan = samplePlan();
  const clock = new VirtualClock(plan.createdAt);
  const facts = [fundingFact(source)];
  const gate = riskGate({ equity: '10000', market: 'none', facts, rules: [fundingRule('0.0005')] });
  const pipeline = Pipeline.of<TradePlan>().stage(gate);
  const runner = createRunner({
    pipeline,
    store: memoryStore({ clock }),
    account: 'main',
    mode: 'notify',
    clock,
  });
  return (await runner.run(plan)).decision;
}

const ruleOf = (decision: Decision | undefined): unknown =>
  decision?.rules.find(({ id }) => id === 'acme.funding');

test('passes and refuses by its own fact, which the decision records', async () => {
  const cheap = await decide(async () => '0.0001');
  expect(cheap?.verdict).toBe('resized');
  expect(cheap?.facts['funding']).toMatchObject({ value: '0.0001', source: 'funding' });
  const dear = await decide(async () => '0.002');
  expect(dear?.verdict).toBe('rejected');
  expect(ruleOf(dear)).toMatchObject({ status: 'fail', code: 'acme/FUNDING_TOO_HIGH', observed: '0.002' });
});

test('a fact that cannot be had rejects', async () => {
  expect(ruleOf(await decide(async () => undefined))).toMatchObject({
    status: 'indeterminate',
    code: 'DATA_UNKNOWN',
  });
  const failing = await decide(() => Promise.reject(new Error('the source is down')));
  expect(failing?.verdict).toBe('rejected');
  expect(ruleOf(failing)).toMatchObject({ code: 'DATA_UNKNOWN', message: 'funding: the source is down' });
});
