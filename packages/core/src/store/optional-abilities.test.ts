import { expect, test } from 'vitest';
import { VirtualClock } from '../clock/virtual-clock.ts';
import { StoreMisuseError } from '../errors/store-errors.ts';
import { memoryDriver } from './memory-driver.ts';
import { openStore } from './open-store.ts';
import type { Store } from './store.ts';

const clock = new VirtualClock(0);
const fresh = (): Store => openStore(memoryDriver({ clock }), { clock });

async function withJobs(count: number): Promise<Store> {
  const store = fresh();
  const puts = Array.from({ length: count }, (_, index) => ({
    key: `q/r/${index}/job-${index}`,
    value: index,
  }));
  await store.commit({ puts });
  return store;
}

test('a claim moves entries, in byte order, up to a key and a number, with value and new version', async () => {
  const store = await withJobs(6);
  const before = await store.get(['q/r/0/job-0']);
  const claimed = await store.claim({ prefix: 'q/r/', notAfter: 'q/r/3/z', limit: 3, into: 'q/l/9/' });
  expect(claimed.map(({ key, value }) => [key, value])).toEqual([
    ['q/l/9/job-0', 0],
    ['q/l/9/job-1', 1],
    ['q/l/9/job-2', 2],
  ]);
  expect(claimed[0]?.version).not.toBe(before[0]?.version);
  expect(await store.get(['q/r/0/job-0', 'q/l/9/job-0'])).toEqual([null, claimed[0]]);
  const rest = await store.claim({ prefix: 'q/r/', notAfter: 'q/r/3/z', limit: 3, into: 'q/l/9/' });
  expect(rest.map(({ key }) => key)).toEqual(['q/l/9/job-3']);
});

test('of several claims at once each entry goes to one', async () => {
  const store = await withJobs(20);
  const claims = await Promise.all(
    ['a', 'b', 'c'].map((name) =>
      store.claim({ prefix: 'q/r/', notAfter: 'q/r/~', limit: 20, into: `q/l/${name}/` }),
    ),
  );
  const names = claims.flat().map(({ key }) => key.split('/').at(-1));
  expect(new Set(names).size).toBe(20);
  expect(names).toHaveLength(20);
});

test('a claim into itself, or up to a key elsewhere, is refused', async () => {
  const store = fresh();
  const query = { prefix: 'q/r/', notAfter: 'q/r/z', limit: 1, into: 'q/l/' };
  await expect(store.claim({ ...query, into: 'q/r/l/' })).rejects.toThrow(StoreMisuseError);
  await expect(store.claim({ ...query, notAfter: 'z' })).rejects.toThrow(StoreMisuseError);
});

test('a trimmed log keeps its sequences; trimming again, too little or too much changes nothing more', async () => {
  const store = fresh();
  const append = (value: number) => ({
    checks: [{ key: `k/${value}`, version: 0 }],
    puts: [{ key: `k/${value}`, value }],
    appends: [{ log: 'l', value }],
  });
  for (const value of [1, 2, 3, 4]) await store.commit(append(value));
  await store.trim('l', 2);
  await store.trim('l', 1);
  await store.trim('none', 5);
  expect(await store.head('l')).toEqual({ first: 3, last: 4 });
  expect((await store.read('l', { after: 0, limit: 1 })).map(({ sequence }) => sequence)).toEqual([3]);
  expect((await store.read('l', { after: 3, limit: 9 })).map(({ value }) => value)).toEqual([4]);
  await store.trim('l', 9);
  expect(await store.head('l')).toEqual({ first: 5, last: 4 });
  const result = await store.commit(append(5));
  expect(result.ok && result.sequences).toEqual([5]);
});

test('what an engine cannot do is refused with a sentence; a watch without hints is silent', async () => {
  const store = fresh();
  await expect(store.backup('/tmp/never')).rejects.toThrow('store memory has no backup');
  expect(store.watch(() => {})()).toBeUndefined();
});
