import { expect, test } from 'vitest';
import { slotOrderId } from '../order-journal/journalled-plan.ts';
import { isOwnOrderId } from './own-order-id.ts';

test('every id that is made for an order is known as ours, and no other', () => {
  const book = { account: 'main', mode: 'paper', venue: 'sim' } as const;
  for (let index = 0; index < 500; index += 1)
    for (const role of ['entry', 'stop', 'target', 'exit'] as const)
      expect(isOwnOrderId(slotOrderId(book, `d${index}`, { role, leg: index, generation: 1 }))).toBe(true);
  for (const other of [
    'somebody',
    'tw',
    `tw${'a'.repeat(26)}`,
    `x-tw${'a'.repeat(24)}`,
    `tw${'!'.repeat(24)}`,
  ])
    expect(isOwnOrderId(other)).toBe(false);
});
