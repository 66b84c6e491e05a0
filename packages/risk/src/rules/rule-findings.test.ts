import { samplePlan } from '@tradewarden/testing';
import { expect, test } from 'vitest';
import { ruleInput } from '../../test/gate-fixture.ts';
import { decided, lineOf, scenarios } from '../../test/rule-scenarios.ts';
import { resolveLimits } from '../limits/limits.ts';
import { builtInRules } from './built-in-rules.ts';
import { planScore } from './plan-score.ts';

test('what every rule says, word by word and figure by figure', async () => {
  const shown: string[] = [];
  const seen = new Set<string>();
  for (const scenario of scenarios) {
    const { verdict, rules, sizing } = await decided(scenario);
    const news = rules.map(lineOf).filter((line) => !seen.has(line));
    for (const line of news) seen.add(line);
    const size = sizing === undefined ? 'no size' : `${sizing.quantity} of ${sizing.requestedQuantity}`;
    shown.push(`== ${scenario.name}: ${verdict}, ${size}`, ...news, '');
  }
  await expect(shown.join('\n')).toMatchFileSnapshot('../../test/golden/rule-findings.txt');
});

test('a rule that is asked about a size says nothing without one, whoever asks', () => {
  const facts = { value: () => ({ maintenance: [{ rate: '0.1' }] }) as never, find: () => undefined };
  for (const rule of builtInRules.filter(({ when }) => when === 'sized')) {
    let said = '';
    try {
      said = rule.check(ruleInput('1', { facts })).message;
    } catch (error) {
      said = (error as Error).message;
    }
    expect(said, rule.id).toMatch(/^there is no size$|^exposure\.asset is unlimited$/);
  }
});

test('a plan without a score has none that is high enough', () => {
  const { score: _, ...unscored } = samplePlan();
  const limits = resolveLimits('balanced', { 'score.min': 50 });
  expect(planScore.check(ruleInput('1', { plan: unscored, limits }))).toEqual({
    status: 'fail',
    code: 'SCORE_TOO_LOW',
    message: 'the plan has no score',
    limit: '50',
    unit: 'points',
  });
});

test('the description of every rule: its severity, when it is asked, what it needs, its codes and its purpose', async () => {
  const lines = builtInRules
    .toSorted((left, right) => (left.id < right.id ? -1 : 1))
    .map(({ id, severity, when, needs, codes, purpose }) =>
      [id, severity, when, `needs ${needs.join(', ') || 'nothing'}`, codes.join(', '), purpose].join(' | '),
    );
  await expect(`${lines.join('\n')}\n`).toMatchFileSnapshot('../../test/golden/rule-descriptions.txt');
});
