import { spawn } from 'node:child_process';
import { existsSync, mkdtempSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { setTimeout as wait } from 'node:timers/promises';
import { TradingLatches } from '@tradewarden/core';
import { openSqliteStore } from '@tradewarden/store-sqlite';
import { runsOf, samplePlan } from '@tradewarden/testing';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { type Ran, run } from '../../test/captured.ts';

let directory = '';
beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'tradewarden-restore-'));
});
afterEach(() => rmSync(directory, { recursive: true }));
const go = (...words: readonly string[]): Promise<Ran> => run(words, { directory });
const main = join(import.meta.dirname, '../main.ts');
const start = samplePlan().createdAt;

function writePlans(name: string, count: number): void {
  const plans = Array.from({ length: count }, (_, index) =>
    JSON.stringify(
      samplePlan({ planId: `${name}-${index}`, symbol: `S${index}/USDT`, createdAt: start + index }),
    ),
  );
  writeFileSync(join(directory, `${name}.ndjson`), plans.join('\n'));
}
const decide = (name: string): Promise<Ran> =>
  go('run', `${name}.ndjson`, '--now', 'plan', '--json', '--no-notify');

interface Child {
  readonly gone: Promise<unknown>;
  readonly kill: () => void;
}
function child(...words: readonly string[]): Child {
  const started = spawn(process.execPath, ['--conditions=@tradewarden/source', main, ...words], {
    cwd: directory,
    stdio: 'ignore',
  });
  const gone = new Promise((resolve) => {
    started.once('exit', resolve);
  });
  return { gone, kill: () => started.kill('SIGKILL') };
}

/** Whether the store in place is halted, its restores, and the length of its audit log. */
async function stateOf(): Promise<{ halted: boolean; epochs: number; records: number }> {
  const store = await openSqliteStore({ path: join(directory, 'tradewarden.db'), integrityCheck: 'always' });
  const latches = new TradingLatches({ store, book: { account: 'main', mode: 'notify' } });
  const halted = (await latches.find('global'))?.state === 'HALTED';
  const log = await store.read('main/audit', { after: 0, limit: 5000 });
  await store.close();
  const types = log.map(({ value }) => (value as { readonly type: string }).type);
  return { halted, epochs: types.filter((type) => type === 'restore.epoch').length, records: types.length };
}

test('a backup names what it holds; restored, it is halted, and the former database is kept', async () => {
  writePlans('a', 3);
  await decide('a');
  const { records } = await stateOf();
  const backup = JSON.parse((await go('backup', '--json')).out) as { file: string; bytes: number };
  expect(backup).toMatchObject({ ok: true, accounts: [{ account: 'main', records, audit: { ok: true } }] });
  expect(backup.file).toMatch(/tradewarden-\d{8}T\d{6}Z\.db$/);
  expect(statSync(backup.file).size).toBe(backup.bytes);
  expect((await go('backup', backup.file)).err).toContain('exists already');
  writePlans('b', 2);
  await decide('b');
  const refused = await go('restore', backup.file);
  expect([refused.code, refused.err]).toEqual([2, expect.stringContaining('--force replaces it')]);
  const restored = await go('restore', backup.file, '--force');
  expect(restored.out).toContain('HALTED until it is reconciled');
  expect(await stateOf()).toEqual({ halted: true, epochs: 1, records: records + 2 });
  const kept = readdirSync(directory).filter((name) => name.includes('before-restore'));
  expect(kept).toHaveLength(1);
  writePlans('c', 1);
  expect((await decide('c')).out).toContain('"verdict":"rejected"');
  expect((await go('restore', kept[0] ?? '', '--check')).code).toBe(0);
  expect((await go('restore', backup.file, '--to', 'sqlite:elsewhere.db')).code).toBe(0);
  // 3: everything agrees, and nobody has signed or anchored it.
  expect((await go('audit', 'verify', '--store', 'sqlite:elsewhere.db')).code).toBe(3);
});

test('a store in which nothing was decided yet is copied and restored like any other', async () => {
  await (await openSqliteStore({ path: join(directory, 'tradewarden.db') })).close();
  expect((await go('backup', 'copy.db')).out).toMatch(/bytes\nno account has any state in it\n$/);
  const restored = await go('restore', 'copy.db', '--force');
  expect(restored.out).toContain('\nno account has any state in it\nHALTED until');
  expect(await stateOf()).toEqual({ halted: true, epochs: 1, records: 2 });
});

test('what is no sound backup is not restored', async () => {
  writePlans('a', 2);
  await decide('a');
  await go('backup', 'copy.db');
  const copy = new DatabaseSync(join(directory, 'copy.db'));
  copy.exec("UPDATE ctr SET n = n + 1 WHERE k LIKE '%total/count'");
  copy.exec("UPDATE log SET v = replace(v, 'T', 't') WHERE name = 'main/audit' AND seq = 1");
  copy.close();
  const before = await stateOf();
  const checked = await go('restore', 'copy.db', '--check');
  expect(checked.code).toBe(1);
  expect(checked.out).toContain('audit BROKEN: record-changed');
  expect(checked.out).toContain('ledger BROKEN: notify/total/count');
  expect((await go('restore', 'copy.db', '--force')).code).toBe(1);
  expect(await stateOf()).toEqual(before);
  writeFileSync(join(directory, 'empty.db'), '');
  expect((await go('restore', 'empty.db', '--check')).err).toContain('is not the file of a store');
  expect((await go('restore', 'none.db', '--check')).err).toContain('does not exist');
});

test('a database that another process uses is not replaced', async () => {
  writePlans('a', 1);
  await decide('a');
  await go('backup', 'copy.db');
  const user = await openSqliteStore({ path: join(directory, 'tradewarden.db') });
  const refused = await go('restore', 'copy.db', '--force');
  expect([refused.code, refused.err]).toEqual([
    1,
    expect.stringMatching(/in use by .*stop it, and restore again/),
  ]);
  expect(readdirSync(directory).filter((name) => name.includes('restoring'))).toEqual([]);
  await user.close();
});

test('killed at any moment, restore leaves the old store or the restored one that is halted', async () => {
  writePlans('a', 3);
  await decide('a');
  await go('backup', 'copy.db');
  writePlans('b', 2);
  await decide('b');
  const old = await stateOf();
  for (let kill = 0; kill < runsOf(8); kill += 1) {
    const restoring = child('restore', 'copy.db', '--force');
    await wait(300 + Math.random() * 700);
    restoring.kill();
    await restoring.gone;
    expect(existsSync(join(directory, 'tradewarden.db'))).toBe(true);
    // Within the moment of the exchange nobody may open it until a restore has come to its end.
    if (existsSync(join(directory, 'tradewarden.db-replacing')))
      expect((await go('restore', 'copy.db', '--force')).code).toBe(0);
    const now = await stateOf();
    if (now.halted) expect(now.epochs).toBe(1);
    else expect(now).toEqual(old);
  }
  expect((await go('restore', 'copy.db', '--force')).code).toBe(0);
  expect(await stateOf()).toMatchObject({ halted: true, epochs: 1 });
}, 600_000);

test('backups made while another process decides pass every check', async () => {
  writePlans('a', 400);
  const deciding = child('run', 'a.ndjson', '--now', 'plan', '--json', '--no-notify');
  while (!existsSync(join(directory, 'tradewarden.db'))) await wait(10);
  const sizes: number[] = [];
  for (let copy = 0; copy < 3; copy += 1) {
    const made = await go('backup', `copy-${copy}.db`, '--json');
    expect(made.code).toBe(0);
    const { accounts } = JSON.parse(made.out) as { accounts: readonly { records: number }[] };
    sizes.push(accounts[0]?.records ?? 0);
    expect((await go('restore', `copy-${copy}.db`, '--check')).code).toBe(0);
  }
  await deciding.gone;
  expect(sizes.toSorted((a, b) => a - b)).toEqual(sizes);
  expect(sizes.at(-1)).toBeLessThanOrEqual((await stateOf()).records);
}, 120_000);
