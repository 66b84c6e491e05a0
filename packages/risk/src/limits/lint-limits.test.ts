import { expect, test } from 'vitest';
import { startGate } from '../../test/gate-fixture.ts';
import { lintLimits } from './lint-limits.ts';
import { type LimitOverrides, resolveLimits } from './limits.ts';

const lint = (overrides: LimitOverrides, options: Parameters<typeof lintLimits>[1] = {}): readonly string[] =>
  lintLimits(resolveLimits('balanced', overrides), options).map(({ code, path }) => `${code} ${path}`);
const quiet = { 'exposure.asset': 'unlimited', 'exposure.total': 'unlimited' };

test('CAP_DOMINATES_RISK: the balanced 5 % notional binds for every stop tighter than 20 % at 1 % risk', () => {
  const [finding, ...others] = lintLimits(resolveLimits());
  expect(finding).toEqual({
    code: 'CAP_DOMINATES_RISK',
    path: 'exposure.asset',
    message:
      'exposure.asset 0.05 cuts every plan whose stop is tighter than 20 %: such a plan never risks risk.perTrade 0.01',
  });
  expect(others).toEqual([]);
});

test.each<[LimitOverrides, readonly string[]]>([
  [quiet, []],
  [{ ...quiet, 'heat.total': '0.005' }, ['CAP_DOMINATES_RISK heat.total']],
  [{ 'exposure.asset': '20', 'exposure.total': '10' }, ['CAP_UNREACHABLE exposure.asset']],
  [{ ...quiet, 'heat.symbol': '0.06' }, ['CAP_UNREACHABLE heat.symbol']],
  [{ ...quiet, 'heat.total': '0.2' }, ['CAP_UNREACHABLE heat.total']],
  [{ ...quiet, 'positions.side': 11 }, ['CAP_UNREACHABLE positions.side']],
  [{ ...quiet, 'exposure.group': '0.1' }, ['CAP_UNREACHABLE exposure.group']],
  [{ ...quiet, 'stop.min': '0.05', 'stop.max': '0.01' }, ['LIMIT_CONTRADICTION stop.min']],
  [{ ...quiet, 'leverage.max': '0.5' }, ['LIMIT_CONTRADICTION leverage.max']],
  [{ ...quiet, 'score.min': 101 }, ['LIMIT_CONTRADICTION score.min']],
  [{ ...quiet, 'margin.side': 0 }, ['LIMIT_CONTRADICTION margin.side']],
  [
    { 'exposure.asset': '15', 'exposure.total': '0.5', 'size.min': 1 },
    [
      'CAP_DOMINATES_RISK exposure.total',
      'CAP_UNREACHABLE exposure.asset',
      'LIMIT_CONTRADICTION exposure.total',
    ],
  ],
  [{ ...quiet, 'loss.daily': '0.07' }, ['CAP_UNREACHABLE loss.daily']],
  [{ ...quiet, 'drawdown.half': '0.2' }, ['CAP_UNREACHABLE drawdown.half']],
  [{ ...quiet, 'drawdown.halted': '0.09' }, ['CAP_UNREACHABLE drawdown.reducing']],
  [{ ...quiet, 'sizing.kellySample': 50 }, ['CAP_UNREACHABLE sizing.kellySample']],
])('%j: %j', (overrides, expected) => {
  expect(lint(overrides)).toEqual(expected);
});

test('groups and equity tell more', () => {
  expect(lint({ ...quiet, 'exposure.group': '0.1' }, { groups: { majors: ['BTC'] } })).toEqual([]);
  const amount = { ...quiet, 'sizing.model': 'fixed-amount', 'sizing.amount': 101 };
  expect(lint(amount)).toEqual([]);
  expect(lint(amount, { equity: 10_000 })).toEqual(['LIMIT_CONTRADICTION sizing.amount']);
});

test('what the linter calls a contradiction approves nothing', async () => {
  for (const limits of [
    { 'leverage.max': '0.5' },
    { 'score.min': 101 },
    { 'exposure.total': 0 },
    { 'stop.min': '0.05', 'stop.max': '0.01' },
    { ...quiet, 'sizing.model': 'fixed-amount', 'sizing.amount': 101 },
  ]) {
    expect(
      lint(limits, { equity: 10_000 }).some((finding) => finding.startsWith('LIMIT_CONTRADICTION')),
    ).toBe(true);
    expect((await startGate({ limits }).decide()).verdict).toBe('rejected');
  }
});
