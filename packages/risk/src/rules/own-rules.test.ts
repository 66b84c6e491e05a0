import { decisionCodes } from '@tradewarden/core';
import { samplePlan } from '@tradewarden/testing';
import { expect, test } from 'vitest';
import { ruleInput, ruleOf, startGate } from '../../test/gate-fixture.ts';
import { builtInRules } from './built-in-rules.ts';
import { rewardToRiskRule } from './reward-to-risk.ts';
import { fail, pass, type Rule, type RuleOutcome } from './rule.ts';

const own = (check: Rule['check'], changes: Partial<Rule> = {}): Rule => ({
  id: 'acme.own',
  severity: 'block',
  needs: [],
  when: 'plan',
  check,
  ...changes,
});

test('a rule of yours may take the place of one of ours', async () => {
  const stricter = own(() => fail('acme/SCORE', 'not today'), { id: 'plan.score' });
  expect(() => startGate({ rules: [stricter] })).toThrow('two rules are called plan.score');
  const decision = await startGate({ without: ['plan.score'], rules: [stricter] }).decide();
  expect(decision.verdict).toBe('rejected');
  expect(ruleOf(decision, 'plan.score')).toMatchObject({ code: 'acme/SCORE', effect: 'reject' });
});

test('what the size is computed from cannot be left out', () => {
  expect(() => startGate({ without: ['sizing.facts'] })).toThrow('cannot be left out');
});

test.each<[string, () => unknown]>([
  ['a promise', () => Promise.resolve(pass('fine'))],
  ['nothing', () => undefined],
  ['null', () => null],
  ['another status', () => ({ status: 'maybe', message: '' })],
])('a rule that answers with %s approves nothing', async (_, answer) => {
  const decision = await startGate({ rules: [own(answer as () => RuleOutcome)] }).decide();
  expect(decision.verdict).toBe('rejected');
  expect(ruleOf(decision, 'acme.own')).toMatchObject({ status: 'indeterminate', code: 'RULE_ERROR' });
});

test('a warning says so and blocks nothing', async () => {
  const decision = await startGate({
    rules: [own(() => fail('acme/ODD', 'odd'), { severity: 'warn' })],
  }).decide();
  expect(decision.verdict).toBe('resized');
  expect(ruleOf(decision, 'acme.own')).toMatchObject({ status: 'fail', code: 'acme/ODD' });
});

test('the rules are data: ids are unique, codes are known, and each says what it asks', () => {
  const ids = builtInRules.map(({ id }) => id);
  expect(new Set(ids).size).toBe(ids.length);
  for (const { codes, purpose, needs } of builtInRules) {
    for (const code of codes) expect(Object.keys(decisionCodes)).toContain(code);
    expect(purpose).toMatch(/^[A-Za-z].*\.$/);
    expect(new Set(needs).size).toBe(needs.length);
  }
});

test('an inverse contract is judged in coin: 1/100 − 1/110 over 1/90 − 1/100 is 0.8182 before costs', () => {
  const prices = { entry: { near: '100', far: '100' }, stop: { price: '90' } };
  const targets = [{ price: '110', percent: '100' }] as const;
  const limits = ruleInput(null).limits;
  const judged = (symbol: string) =>
    rewardToRiskRule.check(ruleInput(null, { limits, plan: samplePlan({ symbol, ...prices, targets }) }));
  // With fees of 0.055 % both ways and a stop slipped by 5 bps.
  expect(judged('BTC/USD:BTC')).toMatchObject({ code: 'REWARD_TO_RISK_TOO_LOW', observed: '0.7964' });
  expect(judged('BTC/USDT')).toMatchObject({ code: 'REWARD_TO_RISK_TOO_LOW', observed: '0.9738' });
});
