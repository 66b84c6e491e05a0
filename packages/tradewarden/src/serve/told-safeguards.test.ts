import type { EntrySafeguards, PlanContext, SendContext } from '@tradewarden/executor';
import { expect, test } from 'vitest';
import { toldSafeguards } from './told-safeguards.ts';

const contextOf = (decisionId: string): PlanContext & SendContext =>
  ({
    journalled: { decisionId, origin: { planId: 'p' }, plan: { symbol: 'A/B' } },
  }) as unknown as PlanContext & SendContext;

test('what a safeguard refuses is said once for a plan and a reason, and stays refused', async () => {
  const said: string[] = [];
  const stale = { code: 'SIGNAL_STALE', reason: 'old', retry: true };
  const fired = { code: 'DOUBLE_FIRE', reason: 'twice' };
  const guarded: EntrySafeguards = {
    beforeStage: async () => undefined,
    beforeSend: async () => stale,
    claim: async () => fired,
    stopped: () => 'killed',
  };
  const told = toldSafeguards(guarded, (_event, text) => void said.push(text));
  const [first, second] = [contextOf('1'), contextOf('2')];
  expect(await told.beforeStage?.(first)).toBeUndefined();
  expect(await told.beforeSubmit?.(first)).toBeUndefined();
  expect(await told.beforeSend?.(first)).toBe(stale);
  expect(await told.beforeSend?.(first)).toBe(stale);
  expect(await told.beforeSend?.(second)).toBe(stale);
  expect(await told.claim?.(first)).toBe(fired);
  expect(told.stopped?.()).toBe('killed');
  expect(said).toEqual([
    'plan p A/B is held back: SIGNAL_STALE: old',
    'plan p A/B is held back: SIGNAL_STALE: old',
    'plan p A/B is not entered: DOUBLE_FIRE: twice',
  ]);
});
