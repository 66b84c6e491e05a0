import { StoreUnavailableError } from '@tradewarden/core';
import { runsOf } from '@tradewarden/testing';
import { expect, test } from 'vitest';
import { openPostgresStore } from '../src/index.ts';
import { ask } from './ask.ts';
import { Load } from './load.ts';
import { testServer } from './test-server.ts';

const servers = testServer({ own: true });
const minutes = 60_000;

/** Each says which database it is and what happened to it. */
const sentence =
  /^127\.0\.0\.1:\d+\/test-\S+ (?:cannot be reached|lost the connection|is shutting down|has crashed and is recovering|is starting up or shutting down; try again|failed) \(.+\)(?:; the commit may have been applied)?$/;

const wordings = ({ failures }: Load): readonly string[] => [
  ...new Set(failures.map(({ message }) => message).filter((message) => !sentence.test(message))),
];

test(
  'a server that is killed and started again loses nothing acknowledged, and work resumes by itself',
  { timeout: 10 * minutes },
  async () => {
    const store = await openPostgresStore({ url: await servers.database() });
    const load = new Load(store, 16);
    const kills = runsOf(2);
    for (let kill = 1; kill <= kills; kill += 1) {
      await load.acknowledges(Math.floor(Math.random() * 200));
      await servers.server.kill();
      await load.fails(16);
      await expect(store.get(['a'])).rejects.toThrow(StoreUnavailableError);
      await servers.server.restart();
      await load.acknowledges(50);
    }
    await load.settle();
    await store.close();
    expect(wordings(load)).toEqual([]);
    expect(load.refused.size).toBeGreaterThan(16);
  },
);

test.skipIf(process.platform === 'win32')(
  'a server that crashes because one of its processes died, and recovers, loses nothing either',
  { timeout: 10 * minutes },
  async () => {
    const url = await servers.database();
    const store = await openPostgresStore({ url });
    const load = new Load(store, 16);
    for (let crash = 1; crash <= runsOf(1); crash += 1) {
      await load.acknowledges(Math.floor(Math.random() * 200));
      const mine = `SELECT pid FROM pg_stat_activity WHERE datname = current_database()
        AND application_name = 'tradewarden'`;
      const [row] = await ask(url, mine);
      process.kill(Number(row?.['pid']), 'SIGKILL');
      await load.fails(1);
      await load.acknowledges(50);
    }
    await load.settle();
    await store.close();
    expect(wordings(load)).toEqual([]);
  },
);

const count = 60;

/** How often the server asked its disk to keep the write-ahead log. Processes report it when they end. */
async function syncs(): Promise<number> {
  const own = `SELECT count(*) AS n FROM pg_stat_activity WHERE application_name = 'tradewarden'`;
  await expect.poll(async () => ask(servers.server.url, own)).toEqual([{ n: '0' }]);
  const [row] = await ask(servers.server.url, `SELECT sum(fsyncs) AS n FROM pg_stat_io WHERE object = 'wal'`);
  return Number(row?.['n']);
}

/** Commits one after the other; how often the server synced meanwhile. */
async function syncsOf(url: string): Promise<{ readonly durability: string; readonly synced: number }> {
  await (await openPostgresStore({ url })).close();
  const before = await syncs();
  const store = await openPostgresStore({ url });
  for (let index = 0; index < count; index += 1) {
    const { ok } = await store.commit({ puts: [{ key: `k/${index}`, value: 1 }] });
    expect(ok).toBe(true);
  }
  await store.close();
  return { durability: store.description.durability, synced: (await syncs()) - before };
}

test('every acknowledged commit was synced before its answer', async () => {
  const { durability, synced } = await syncsOf(await servers.database());
  expect(durability).toBe('host');
  expect(synced).toBeGreaterThanOrEqual(count);
});

test('with synchronous_commit off they are not, and the store says so', async () => {
  const url = await servers.database();
  await ask(url, `ALTER DATABASE "${new URL(url).pathname.slice(1)}" SET synchronous_commit = off`);
  const { durability, synced } = await syncsOf(url);
  expect(durability).toBe('process');
  expect(synced).toBeLessThan(count / 2);
});
