import { ConfigError } from '@tradewarden/core';
import { expect, test } from 'vitest';
import { resolveLimits } from './limits.ts';

test('profiles halve and double the fractions; an explicit value wins', () => {
  expect(resolveLimits('conservative').word('exposure.total')).toBe('0.05');
  expect(resolveLimits('aggressive').word('risk.perTrade')).toBe('0.02');
  expect(resolveLimits('aggressive').word('positions.max')).toBe('10');
  expect(resolveLimits('aggressive', { 'exposure.asset': 0.01 }).word('exposure.asset')).toBe('0.01');
  expect(
    resolveLimits('balanced', { 'exposure.total': 'unlimited' }).decimal('exposure.total'),
  ).toBeUndefined();
});

test('everything that is wrong is reported at once', () => {
  const bad = {
    'exposure.total': 'lots',
    'no.such': 1,
    'fees.taker': 'unlimited',
    'risk.perTrade': 2,
    'heat.total': -1,
    'exposure.onBreach': 'shrug',
  };
  try {
    resolveLimits('balanced', bad);
    expect.unreachable();
  } catch (error) {
    expect(ConfigError.isInstance(error) && error.issues.map(({ path }) => path).toSorted()).toEqual(
      Object.keys(bad).toSorted(),
    );
  }
});
