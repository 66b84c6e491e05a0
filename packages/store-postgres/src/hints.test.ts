import { expect, test } from 'vitest';
import { ask } from '../test/ask.ts';
import { testServer } from '../test/test-server.ts';
import { openPostgresStore } from './open-postgres-store.ts';

const servers = testServer();

/** Two stores, the first of which counts its hints from now on. */
async function pair() {
  const url = await servers.database();
  const [listener, teller] = [await openPostgresStore({ url }), await openPostgresStore({ url })];
  const heard = { count: 0 };
  const stop = listener.watch(() => (heard.count += 1));
  // The first hint says that it listens.
  await expect.poll(() => heard.count).toBe(1);
  const close = async () => Promise.all([listener.close(), teller.close()]);
  return { url, listener, teller, heard, stop, close };
}

test('work in a queue wakes other processes, anything else nobody, and oneself never', async () => {
  const { listener, teller, heard, stop, close } = await pair();
  await teller.commit({ puts: [{ key: 'a/q/r/1', value: 1 }] });
  await expect.poll(() => heard.count).toBe(2);
  await teller.commit({ puts: [{ key: 'a/plan/1', value: 1 }] });
  await teller.commit({ deletes: ['a/q/r/1'] });
  await teller.commit({ checks: [{ key: 'a/none', version: 9 }], puts: [{ key: 'a/q/r/1', value: 1 }] });
  await listener.commit({ puts: [{ key: 'a/q/r/2', value: 1 }] });
  await teller.commit({ puts: [{ key: 'a/q/r/3', value: 1 }] });
  await expect.poll(() => heard.count).toBe(3);
  stop();
  await teller.commit({ puts: [{ key: 'a/q/r/4', value: 1 }] });
  await ask(servers.server.url, 'SELECT pg_sleep(0.3)');
  expect(heard.count).toBe(3);
  await close();
});

test('a batch tells once, and hints that follow close upon each other become fewer', async () => {
  const { teller, heard, close } = await pair();
  await Promise.all(
    Array.from({ length: 100 }, async (_, index) =>
      teller.commit({ puts: [{ key: `a/q/r/${index}`, value: 1 }] }),
    ),
  );
  await expect.poll(() => heard.count).toBeGreaterThan(1);
  await ask(servers.server.url, 'SELECT pg_sleep(0.3)');
  expect(heard.count).toBeLessThan(6);
  await close();
});

test('a lost connection is made again, with a hint for what was missed', async () => {
  const { url, teller, heard, close } = await pair();
  const killed = `SELECT pg_terminate_backend(pid) FROM pg_stat_activity
    WHERE query LIKE 'LISTEN%' AND datname = current_database()`;
  expect(await ask(url, killed)).toHaveLength(1);
  await expect.poll(() => heard.count, { timeout: 10_000 }).toBe(2);
  await teller.commit({ puts: [{ key: 'a/q/r/1', value: 1 }] });
  await expect.poll(() => heard.count).toBe(3);
  await close();
});
