import { describe, expect, test } from 'vitest';
import { VirtualClock } from '../clock/virtual-clock.ts';
import { memoryStore } from './memory-store.ts';

describe('memoryStore', () => {
  test('says that nothing survives the process', () => {
    expect(memoryStore().description).toMatchObject({
      name: 'memory',
      durability: 'none',
      sharing: 'process',
    });
  });

  test('forgets a key on its clock, not before', async () => {
    const clock = new VirtualClock(1000);
    const store = memoryStore({ clock });
    await store.commit({
      puts: [
        { key: 'a', value: 1, ttlMs: 50 },
        { key: 'b', value: 2 },
      ],
    });
    clock.advance(49);
    expect((await store.get(['a']))[0]?.value).toBe(1);
    clock.advance(1);
    expect(await store.get(['a'])).toEqual([null]);
    expect(await store.scan({ prefix: '', limit: 5 })).toMatchObject([{ key: 'b' }]);
    expect(await store.commit({ checks: [{ key: 'a', version: 0 }] })).toMatchObject({ ok: true });
  });

  test('names the value found when a bound fails, as it was before the commit', async () => {
    const store = memoryStore();
    const result = await store.commit({
      checks: [{ key: 'a', version: 0 }],
      puts: [{ key: 'a', value: 1 }],
      adds: [
        { counter: 'n', delta: 6, max: 10 },
        { counter: 'n', delta: 5, max: 10 },
      ],
    });
    expect(result).toEqual({ ok: false, reason: 'bound', counter: 'n', value: 0 });
    expect(await store.get(['a'])).toEqual([null]);
  });

  test('pages through keys that are deleted meanwhile', async () => {
    const store = memoryStore();
    await store.commit({ puts: ['p/c', 'p/a', 'p', 'p0', 'p/b'].map((key) => ({ key, value: 1 })) });
    const first = await store.scan({ prefix: 'p/', limit: 2 });
    await store.commit({ deletes: ['p/b'] });
    const second = await store.scan({ prefix: 'p/', after: 'p/b', limit: 2 });
    expect([...first, ...second].map(({ key }) => key)).toEqual(['p/a', 'p/b', 'p/c']);
  });
});
