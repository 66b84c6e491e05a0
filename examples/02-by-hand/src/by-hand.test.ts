import { Pipeline, type TradePlan } from '@tradewarden/core';
import { placeOrder } from '@tradewarden/executor';
import { samplePlan } from '@tradewarden/testing';
import { expect, test } from 'vitest';
import { byHand } from './by-hand.ts';

test('a plan goes the whole way without a container', async () => {
  const { result, said, execution } = await byHand(samplePlan());
  expect(result).toMatchObject({ status: 'committed', verdict: 'resized' });
  expect(said[0]).toContain('LONG BTC/USDT @ 42200');
  expect(execution?.status).toBe('open');
  expect(execution?.fills.map(({ reason, price }) => [reason, price])).toEqual([
    ['entry', '42200'],
    ['target', '42800'],
  ]);
});

test('an order without a gate does not compile', () => {
  // @ts-expect-error placeOrder takes what a gate approved
  expect(Pipeline.of<TradePlan>().followUp(placeOrder()).followUps).toHaveLength(1);
});
