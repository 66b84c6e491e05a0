import { expect, test } from 'vitest';
import { memoryStore } from '../store/memory-store.ts';
import { counterKey } from './book-keys.ts';
import { counterValues } from './counter-values.ts';

test('more counters than one read may name are read in pages, in order', async () => {
  const book = { account: 'main', mode: 'paper' } as const;
  const store = memoryStore();
  const names = Array.from({ length: 12_001 }, (_, index) => `symbol/S${index}/notional`);
  for (const index of [0, 999, 1000, 12_000]) {
    const key = `fence/${index}`;
    const counter = counterKey(book, names[index] ?? '');
    const adds = [{ counter, delta: index + 1 }];
    await store.commit({ checks: [{ key, version: 0 }], puts: [{ key, value: 1 }], adds });
  }
  const values = await counterValues(store, book, names);
  expect(values).toHaveLength(12_001);
  expect([values[0], values[999], values[1000], values[1001], values[12_000]]).toEqual([
    1, 1000, 1001, 0, 12_001,
  ]);
  expect(await counterValues(store, book, [])).toEqual([]);
});
