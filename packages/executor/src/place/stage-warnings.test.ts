import type { Instrument, TradePlan } from '@tradewarden/core';
import { expect, it } from 'vitest';
import { orderLine } from '../../test/order-line.ts';
import { instrument, sized } from '../../test/sized-plan.ts';
import { planExecution } from '../plan-steps/execution-plan.ts';
import type { PlanningOptions } from '../plan-steps/planning-options.ts';
import { stageWarnings } from './stage-warnings.ts';

interface Case {
  readonly plan?: Partial<TradePlan>;
  readonly quantity?: string;
  readonly market?: Partial<Instrument>;
  readonly planning?: PlanningOptions;
}

function warnings({ plan = {}, quantity = '0.1', market = {}, planning = {} }: Case): readonly string[] {
  const [approved, at] = [sized(quantity, plan), { ...instrument, ...market }];
  return stageWarnings(approved, planExecution(approved, at, planning), at, planning);
}

it('a plan that is done as it says has none', () => {
  expect(warnings({})).toEqual([]);
  expect(warnings({ planning: { farPercent: '50' } })).toEqual([]);
  expect(warnings({ planning: { farPercent: '100' } })).toEqual([]);
});

it.each<readonly [string, Case, readonly string[]]>([
  [
    'prices off the grid',
    { plan: { entry: { near: '42200.3', far: '42030' }, stop: { price: '41750.3' } } },
    ['an entry goes to the grid, 42200.5', 'the stop at 41750.3 goes to the grid, 41750'],
  ],
  [
    'a target off the grid',
    { plan: { targets: [{ price: '42800.3', percent: '100' }] } },
    ['target 1 at 42800.3 goes to the grid, 42800'],
  ],
  [
    'no far leg for want of size',
    {
      quantity: '0.004',
      planning: { farPercent: '10' },
      plan: { targets: [{ price: '42800', percent: '100' }] },
    },
    ['10 % of 0.004 make no leg of its own: all is entered at one price'],
  ],
  [
    'targets below a step',
    { quantity: '0.001' },
    [
      'target 1 is less than a step: its share goes to the last',
      'target 2 is less than a step: its share goes to the last',
    ],
  ],
  [
    'targets below what may be opened',
    { quantity: '0.01', market: { minimumNotional: '100' } },
    [expect.stringMatching(/^target 3, 0.00\d, is smaller than/)],
  ],
])('%s', (_, given, expected) => {
  expect(warnings(given)).toEqual(expected);
});

it('a staged plan shows what guards it, the filters of its market, and the warnings', async () => {
  const line = orderLine();
  const decision = await line.approve();
  const {
    entries,
    protection,
    filters,
    warnings: told,
    worstLoss,
  } = await line.executor().stageOrder(decision);
  expect(entries).toHaveLength(1);
  expect(protection.stop).toBe('41750');
  expect(protection.targets.map(({ price }) => price)).toEqual(['42800', '43500', '44200']);
  expect(filters).toEqual({ step: '0.00000001' });
  expect(told).toEqual([]);
  expect(Number(worstLoss)).toBeGreaterThan(0);
});
