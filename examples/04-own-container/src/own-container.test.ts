import { samplePlan } from '@tradewarden/testing';
import { expect, test } from 'vitest';
import { announceInChat } from './own-container.ts';

test('a decorated class of the user is a channel like any other, with our clock inside', async () => {
  const plan = samplePlan();
  const lines = await announceInChat(plan);
  expect(lines).toHaveLength(1);
  expect(lines[0]).toContain(`${plan.createdAt} 🟢 LONG BTC/USDT @ 42200`);
});
