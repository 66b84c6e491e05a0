import { expect, test } from 'vitest';
import { testServer } from '../test/test-server.ts';
import { openPostgresStore } from './open-postgres-store.ts';

const servers = testServer();

test('a trimmed log keeps its sequences; trimming again, too little or too much changes nothing more', async () => {
  const store = await openPostgresStore({ url: await servers.database() });
  const append = async (value: number) =>
    store.commit({
      checks: [{ key: `k/${value}`, version: 0 }],
      puts: [{ key: `k/${value}`, value }],
      appends: [{ log: 'l', value }],
    });
  for (const value of [1, 2, 3, 4]) await append(value);
  await store.trim('l', 2);
  await store.trim('l', 1);
  await store.trim('none', 5);
  expect(await store.head('l')).toEqual({ first: 3, last: 4 });
  expect((await store.read('l', { after: 0, limit: 9 })).map(({ sequence }) => sequence)).toEqual([3, 4]);
  await store.trim('l', 9);
  expect(await store.head('l')).toEqual({ first: 5, last: 4 });
  expect(await store.read('l', { after: 0, limit: 9 })).toEqual([]);
  const result = await append(5);
  expect(result.ok && result.sequences).toEqual([5]);
  expect(await store.head('none')).toEqual({ first: 1, last: 0 });
  await store.close();
});

test('a long log is trimmed in steps, while others append', async () => {
  const store = await openPostgresStore({ url: await servers.database() });
  const appends = Array.from({ length: 63 }, (_, index) => ({ log: 'l', value: index }));
  const commits = 180;
  const append = async (index: number) =>
    store.commit({
      checks: [{ key: `k/${index}`, version: 0 }],
      puts: [{ key: `k/${index}`, value: 0 }],
      appends: appends.slice(1),
    });
  await Promise.all(Array.from({ length: commits }, async (_, index) => append(index)));
  const total = commits * 62;
  expect(total).toBeGreaterThan(2 * 5000);
  const [, result] = await Promise.all([store.trim('l', total - 3), append(commits)]);
  expect(result.ok && result.sequences[0]).toBe(total + 1);
  expect(await store.head('l')).toEqual({ first: total - 2, last: total + 62 });
  expect(await store.read('l', { after: 0, limit: 1 })).toMatchObject([{ sequence: total - 2 }]);
  await store.close();
});
