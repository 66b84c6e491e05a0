import { ConfigError } from '@tradewarden/core';
import { expect, test } from 'vitest';
import { ruleOf, startGate } from '../../test/gate-fixture.ts';
import { fail, pass, type Rule } from '../rules/rule.ts';
import { resolveLimits } from './limits.ts';

const funding = (declared: boolean): Rule => ({
  id: 'acme.funding',
  severity: 'block',
  needs: [],
  when: 'plan',
  ...(declared ? { limits: ['acme.funding'] } : {}),
  check: ({ limits }) =>
    limits.decimal('acme.funding') === undefined ? pass('unlimited') : fail('acme/FUNDING', 'too dear'),
});

test('LIMIT_MISSING: a rule that reads a limit nobody set is indeterminate, not unlimited', async () => {
  const decision = await startGate({ rules: [funding(false)] }).decide();
  expect(decision.verdict).toBe('rejected');
  expect(ruleOf(decision, 'acme.funding')).toMatchObject({
    status: 'indeterminate',
    code: 'LIMIT_MISSING',
    message: "limit acme.funding is not set; give it a number or 'unlimited'",
  });
});

test('a limit that a rule declares must be given before anything is decided', async () => {
  expect(() => startGate({ rules: [funding(true)] })).toThrow('LIMIT_MISSING');
  const open = await startGate({ rules: [funding(true)], limits: { 'acme.funding': 'unlimited' } }).decide();
  expect(ruleOf(open, 'acme.funding').status).toBe('pass');
  const tight = await startGate({ rules: [funding(true)], limits: { 'acme.funding': '0.1' } }).decide();
  expect(ruleOf(tight, 'acme.funding').code).toBe('acme/FUNDING');
});

test('a model without its figure is a configuration error', () => {
  expect(() => resolveLimits('balanced', { 'sizing.model': 'fixed-amount' })).toThrow(ConfigError);
  expect(() => resolveLimits('balanced', { 'sizing.model': 'fixed-amount' })).toThrow('LIMIT_MISSING');
});
