import { cpSync, existsSync, mkdtempSync, readdirSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { samplePlan } from '@tradewarden/testing';
import { startPostgres } from '@tradewarden/testing/postgres';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { type Ran, run } from '../../test/captured.ts';

let directory = '';
beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'tradewarden-keys-'));
  writeFileSync(join(directory, 'plans.ndjson'), `${JSON.stringify(samplePlan())}\n`);
});
afterEach(() => rmSync(directory, { recursive: true }));
const folders = (): readonly string[] =>
  readdirSync(directory).filter((name) => name.endsWith('.audit-keys'));

test('every PostgreSQL database has keys of its own; a folder that all once shared stays in use', async () => {
  await using server = await startPostgres();
  const stores = [await server.createDatabase(), await server.createDatabase()];
  const go = (store: string | undefined, ...words: readonly string[]): Promise<Ran> =>
    run([...words, '--store', store ?? ''], { directory });
  const decide = (store: string | undefined): Promise<Ran> =>
    go(store, 'run', 'plans.ndjson', '--now', 'plan');
  for (const store of stores) expect((await decide(store)).err).not.toContain('warning');
  expect(folders()).toHaveLength(2);
  const [first = '', second = ''] = stores.map((store) => new URL(store).pathname.slice(1));
  for (const name of [first, second]) expect(folders().join()).toContain(name);
  expect(folders().join()).not.toContain(new URL(stores[0] ?? '').password);

  const own = join(directory, folders().find((name) => name.includes(first)) ?? '');
  const shared = join(directory, 'tradewarden.db.audit-keys');
  renameSync(own, shared);
  writeFileSync(join(directory, 'plans.ndjson'), `${JSON.stringify(samplePlan({ planId: 'later' }))}\n`);
  for (const store of stores) {
    expect((await decide(store)).err).not.toContain('warning');
    expect((await go(store, 'audit', 'seal')).out).toBe('0 records sealed\n');
    expect((await go(store, 'audit', 'verify')).out).toMatch(/^good: .*signed by .*; 0 are not sealed yet/);
    expect((await go(store, 'audit', 'key')).out).toMatch(/^tradewarden\/main\/audit\+/);
  }
  expect(existsSync(own)).toBe(false);
  // Whatever is wrong with it is a warning, and the plan is decided.
  writeFileSync(join(shared, 'none.pem'), 'nonsense', { mode: 0o600 });
  writeFileSync(join(directory, 'plans.ndjson'), `${JSON.stringify(samplePlan({ planId: 'last' }))}\n`);
  expect(await decide(stores[0])).toMatchObject({
    code: 0,
    err: expect.stringContaining('warning: decided and committed, but not sealed') as string,
  });
  rmSync(join(shared, 'none.pem'));
  // Its own folder, once it has the key, comes first.
  cpSync(shared, own, { recursive: true });
  rmSync(shared, { recursive: true });
  expect((await go(stores[0], 'audit', 'verify')).out).toMatch(/signed by/);
}, 120_000);
