import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  realpathSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { type Ran, run } from '../../test/captured.ts';

let directory = '';
let flag = '';
beforeEach(() => {
  directory = realpathSync(mkdtempSync(join(tmpdir(), 'tradewarden-kill-')));
  flag = join(directory, 'tradewarden.db.kill');
});
afterEach(() => rmSync(directory, { recursive: true }));

const go = (...words: readonly string[]): Promise<Ran> =>
  run(words, { directory, environment: { USER: 'ann' } });
const made = async (): Promise<void> => {
  writeFileSync(join(directory, 'plan.ndjson'), '{"direction":"LONG"}');
  await go('run', 'plan.ndjson', '--no-notify');
};
const raised = (): unknown => JSON.parse(readFileSync(flag, 'utf8'));

test('a kill raises the flag beside the database, with what it asks for; flatten is never taken back', async () => {
  await made();
  const first = await go('kill', '--reason', 'drill');
  expect([first.code, first.err]).toEqual([0, '']);
  expect(first.out).toContain(`the flag is up: ${flag}`);
  expect(first.out).toContain('no venue is configured here');
  expect(raised()).toMatchObject({ reason: 'drill', actor: 'ann', mode: 'entries' });
  await go('kill', '--flatten', '--reason', 'out');
  await go('kill', '--reason', 'again');
  expect(raised()).toMatchObject({ reason: 'out', mode: 'flatten' });
  expect(JSON.parse((await go('status', '--json')).out)).toMatchObject({
    flag: { path: flag, mode: 'flatten' },
    states: { paper: 'HALTED' },
  });
  expect((await go('status')).out).toContain(`the flag is up: ${flag}; ann: out`);
});

test('the flag comes down with the second step of a resume, and with no other', async () => {
  await made();
  await go('kill');
  const { token, flag: shown } = JSON.parse((await go('resume', '--json')).out) as Record<string, string>;
  expect([existsSync(flag), shown]).toEqual([true, flag]);
  expect((await go('resume', '--confirm', 'wrong')).code).toBe(3);
  expect(existsSync(flag)).toBe(true);
  const done = await go('resume', '--confirm', String(token));
  expect([done.code, existsSync(flag)]).toEqual([0, false]);
  expect(done.out).toContain(`the flag is down: ${flag}`);
});

test('a flag without a latch, as a kill without a store leaves it or a hand makes it, is latched and then resumed', async () => {
  await made();
  writeFileSync(flag, '');
  const { token, latches } = JSON.parse((await go('resume', '--json')).out) as {
    readonly token: string;
    readonly latches: readonly object[];
  };
  expect(latches).toMatchObject([{ mode: 'paper', scope: 'account', causes: [{ cause: 'kill' }] }]);
  expect((await go('resume', '--confirm', token)).code).toBe(0);
  expect(existsSync(flag)).toBe(false);
});

test('resuming a symbol, or another mode, leaves a flag up', async () => {
  await made();
  await go('kill', '--scope', 'symbol:BTC/USDT');
  expect(existsSync(flag)).toBe(false);
  await go('kill', '--mode', 'notify');
  expect(existsSync(flag)).toBe(false);
  await go('kill', '--state', 'REDUCING');
  expect(existsSync(flag)).toBe(false);
  await go('kill');
  const { token } = JSON.parse((await go('resume', '--mode', 'notify', '--json')).out) as { token: string };
  expect((await go('resume', '--mode', 'notify', '--confirm', token)).code).toBe(0);
  expect(existsSync(flag)).toBe(true);
});

test('with a database that another process has locked, the flag is up and it says what is not done', async () => {
  await made();
  const holder = new DatabaseSync(join(directory, 'tradewarden.db'));
  holder.exec('BEGIN EXCLUSIVE');
  try {
    const killed = await go('kill');
    expect([killed.code, existsSync(flag)]).toEqual([1, true]);
    expect(killed.out).toContain('the flag alone stops entries');
    expect(killed.err).toMatch(/^NOT known to be latched: live, paper, dry-run, notify: .*locked/);
    expect(killed.err).not.toContain('NOT known to be stopped');
  } finally {
    holder.close();
  }
});

test('without a database the flag is up all the same; where that cannot be written nothing is known to be stopped', async () => {
  const gone = await go('kill', '--json');
  expect([gone.code, existsSync(flag)]).toEqual([1, true]);
  expect(JSON.parse(gone.out)).toMatchObject({
    flag: { raised: true },
    latched: [],
    failed: [expect.stringContaining('there is no database')],
  });
  expect(await go('status')).toMatchObject({
    code: 2,
    err: expect.stringContaining(`the flag is up: ${flag}`) as string,
  });
  const nowhere = await go('kill', '--store', 'sqlite:./none/x.db');
  expect(nowhere.code).toBe(1);
  expect(nowhere.err).toContain('NOT known to be stopped');
  expect(nowhere.err).toContain('the flag is NOT up: ENOENT');
});

test('a setting moves the flag, from where the configuration is', async () => {
  await made();
  writeFileSync(join(directory, 'tradewarden.config.json'), '{"killFlag": "stop-here"}');
  await go('kill');
  expect([existsSync(flag), existsSync(join(directory, 'stop-here'))]).toEqual([false, true]);
});

test('a configuration that cannot be used costs no flag, beside the store that the command line names', async () => {
  await made();
  for (const [file, content] of [
    ['tradewarden.config.json', '{"nonsense": 1}'],
    ['tradewarden.config.json', 'no JSON'],
  ] as const) {
    writeFileSync(join(directory, file), content);
    rmSync(flag, { force: true });
    const killed = await go('kill', '--flatten');
    expect([killed.code, raised()]).toMatchObject([2, { mode: 'flatten' }]);
    expect(killed.err).toContain(`the flag is up: ${flag}; nothing else is done`);
  }
  await go('kill', '--store', 'sqlite:./other.db');
  expect(existsSync(join(directory, 'other.db.kill'))).toBe(true);
  expect((await go('kill', '--scope', 'symbol:A/B', '--store', 'sqlite:./third.db')).code).toBe(2);
  expect(existsSync(join(directory, 'third.db.kill'))).toBe(false);
});

test('by whichever path a database is reached, its flag is one file', async () => {
  await made();
  mkdirSync(join(directory, 'elsewhere'));
  symlinkSync(join(directory, 'tradewarden.db'), join(directory, 'elsewhere', 'link.db'));
  symlinkSync(directory, join(directory, 'elsewhere', 'folder'));
  for (const store of ['elsewhere/link.db', 'elsewhere/folder/tradewarden.db']) {
    rmSync(flag, { force: true });
    await go('kill', '--store', `sqlite:./${store}`);
    expect(existsSync(flag)).toBe(true);
  }
});

test('a venue module that is none costs neither the flag nor the latch', async () => {
  await made();
  const killed = await go('kill', '--set', 'venue=./none.ts', '--json');
  expect([killed.code, existsSync(flag)]).toEqual([1, true]);
  expect(JSON.parse(killed.out)).toMatchObject({ latched: [{}, {}, {}, {}], failed: [] });
  expect(killed.err).toContain(
    `the venue was NOT reached: venue: there is no file ${join(directory, 'none.ts')}`,
  );
});

test.each([
  [['--flatten', '--scope', 'symbol:A/B'], '--flatten goes with'],
  [['--flatten', '--mode', 'notify'], '--flatten goes with'],
  [['--limit', '0'], '--limit 0'],
])('%j is a wrong use, and does nothing', async (words, why) => {
  const ran = await go('kill', ...words);
  expect([ran.code, existsSync(flag)]).toEqual([2, false]);
  expect(ran.err).toContain(why);
});
