import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type AuditRecord, systemClock, TradingLatches } from '@tradewarden/core';
import { samplePlan } from '@tradewarden/testing';
import { startPostgres } from '@tradewarden/testing/postgres';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { type Ran, run } from '../../test/captured.ts';
import { openNamedStore } from '../config/open-store.ts';

const main = join(import.meta.dirname, '../main.ts');
let directory = '';
beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'tradewarden-resume-'));
});
afterEach(() => rmSync(directory, { recursive: true }));

interface Asked {
  readonly status: string;
  readonly token: string;
  readonly latches: readonly {
    readonly scope: unknown;
    readonly state: string;
    readonly unsettled: readonly string[];
  }[];
}

describe.each(['sqlite', 'postgres'])('on %s', (kind) => {
  let server: Awaited<ReturnType<typeof startPostgres>> | undefined;
  let name = '';
  beforeAll(async () => {
    if (kind === 'postgres') server = await startPostgres();
  }, 120_000);
  afterAll(() => server?.stop(), 120_000);
  beforeEach(async () => {
    name = server === undefined ? 'sqlite:./tradewarden.db' : await server.createDatabase();
  });
  const go = (...words: readonly string[]): Promise<Ran> =>
    run([...words, '--store', name], { directory, environment: { USER: 'ann' } });
  const json = async <T>(...words: readonly string[]): Promise<T> =>
    JSON.parse((await go(...words, '--json')).out) as T;
  const decide = async (planId: string): Promise<string> => {
    writeFileSync(
      join(directory, 'plan.ndjson'),
      JSON.stringify(samplePlan({ planId, symbol: `${planId}/USDT` })),
    );
    const { results } = await json<{ results: readonly { verdict: string }[] }>(
      'run',
      'plan.ndjson',
      '--now',
      'plan',
      '--no-notify',
    );
    return results[0]?.verdict ?? 'none';
  };
  const types = async (): Promise<readonly string[]> => {
    const { store } = await openNamedStore(name, directory, systemClock);
    const log = await store.read('main/audit', { after: 0, limit: 500 });
    await store.close();
    return log.map(({ value }) => (value as unknown as AuditRecord).type);
  };

  test('kill, status, resume and resume --confirm, each step in the audit log', async () => {
    expect(await decide('A')).toBe('resized');
    const killed = await go('kill', '--reason', 'fire drill');
    expect([killed.code, killed.out]).toEqual([
      0,
      expect.stringMatching(/live account is HALTED\n {2}operator \(HALTED\) since .* by ann: fire drill/),
    ]);
    expect(await decide('B')).toBe('rejected');
    expect(await json('status')).toMatchObject({
      states: { live: 'HALTED', paper: 'HALTED', 'dry-run': 'HALTED', notify: 'HALTED' },
      latches: [
        { mode: 'live', scope: 'account', causes: [{ cause: 'operator', actor: { id: 'ann' } }] },
        {},
        {},
        {},
      ],
    });
    const asked = await json<Asked>('resume');
    expect(asked.latches).toHaveLength(4);
    expect(await decide('C')).toBe('rejected');
    const released = await go('resume', '--confirm', asked.token, '--reason', 'drill is over');
    expect([released.code, released.out]).toEqual([0, expect.stringContaining('released:')]);
    expect(await decide('D')).toBe('resized');
    expect((await go('status')).out).toMatch(/main\/notify +ACTIVE/);
    expect((await types()).filter((type) => /^(?:state|resume)\./.test(type))).toEqual([
      ...Array.from({ length: 4 }, () => 'state.changed'),
      'resume.requested',
      'resume.confirmed',
      ...Array.from({ length: 4 }, () => 'state.changed'),
    ]);
    expect((await go('resume')).out).toBe('nothing is latched\n');
  });

  test('a wrong, used or changed token is refused, says so, and releases nothing', async () => {
    await decide('A');
    await go('kill', '--mode', 'notify', '--scope', 'symbol:BTC/USDT', '--state', 'REDUCING');
    expect(await go('resume', '--confirm', 'x')).toMatchObject({
      code: 3,
      err: expect.stringContaining('RESUME_NOT_REQUESTED: nobody asked') as string,
    });
    const { token } = await json<Asked>('resume');
    expect(await json('resume', '--confirm', 'x')).toMatchObject({
      status: 'refused',
      code: 'RESUME_TOKEN_WRONG',
    });
    await go('kill', '--mode', 'notify', '--scope', 'symbol:BTC/USDT');
    expect((await go('resume', '--confirm', token)).err).toContain(
      'RESUME_CHANGED: changed since it was shown: notify symbol BTC/USDT',
    );
    const again = await json<Asked>('resume');
    expect((await go('resume', '--confirm', again.token)).code).toBe(0);
    expect((await go('resume', '--confirm', again.token)).err).toContain('RESUME_TOKEN_USED');
    expect(await json('status')).toMatchObject({ latches: [] });
  });

  test('of two processes that confirm at once one releases', async () => {
    await decide('A');
    await go('kill', '--scope', 'global', '--reason', 'both');
    const { token } = await json<Asked>('resume');
    const codes = await Promise.all(
      [1, 2].map(
        () =>
          new Promise((resolve) => {
            const words = ['resume', '--confirm', token, '--store', name];
            const child = spawn(process.execPath, ['--conditions=@tradewarden/source', main, ...words], {
              cwd: directory,
              stdio: 'ignore',
            });
            child.once('exit', resolve);
          }),
      ),
    );
    expect(codes.toSorted((left, right) => Number(left) - Number(right))).toEqual([0, 3]);
    expect((await types()).filter((type) => type === 'resume.confirmed')).toHaveLength(1);
  }, 60_000);
});

const go = (...words: readonly string[]): Promise<Ran> => run(words, { directory });

test('usage: modes, scopes and states by name; a latch needs a database to be there', async () => {
  writeFileSync(join(directory, 'plan.ndjson'), JSON.stringify(samplePlan()));
  expect((await go('kill', '--scope', 'symbol:A/B')).code).toBe(2);
  await go('run', 'plan.ndjson', '--now', 'plan', '--no-notify');
  for (const [words, why] of [
    [['kill', '--mode', 'real'], 'expected live, paper'],
    [['kill', '--scope', 'BTC/USDT'], 'expected account, global'],
    [['kill', '--scope', 'symbol:'], 'expected account, global'],
    [['kill', '--state', 'ACTIVE'], 'expected HALTED'],
    [['resume', '--override', 'x'], 'goes with --confirm'],
  ] as const) {
    const ran = await go(...words);
    expect([ran.code, ran.err]).toEqual([2, expect.stringContaining(why)]);
  }
  expect((await go('status')).out).not.toContain('HALTED');
});

test('a restored store is released when the orders that it knew are reconciled, or by a reason', async () => {
  writeFileSync(join(directory, 'plan.ndjson'), JSON.stringify(samplePlan()));
  await go('run', 'plan.ndjson', '--now', 'plan', '--no-notify', '--execute');
  await go('backup', 'copy.db');
  await go('restore', 'copy.db', '--force');
  const token = async (): Promise<Asked> => JSON.parse((await go('resume', '--json')).out) as Asked;
  const asked = await token();
  // A dry run has nothing at a venue.
  expect(asked.latches).toMatchObject([{ scope: 'global', state: 'HALTED', unsettled: [] }]);
  expect((await go('resume', '--confirm', asked.token)).code).toBe(0);
  expect((await go('status')).out).not.toContain('HALTED');
  const { store } = await openNamedStore('sqlite:./tradewarden.db', directory, systemClock);
  const latches = new TradingLatches({ store, book: { account: 'main', mode: 'paper' } });
  const actor = { kind: 'user', id: 'restore' } as const;
  await latches.latch({
    scope: 'global',
    cause: 'restore',
    state: 'HALTED',
    reason: 'restored',
    actor,
    at: 1,
  });
  const open = { state: 'open', reservationId: 'r', symbol: 'S', uses: [] };
  const reserved = { state: 'reserved', reservationId: 's', symbol: 'S', uses: [] };
  await store.commit({
    puts: [open, reserved].flatMap((value) => [
      { key: `main/paper/res/${value.reservationId}`, value },
      { key: `main/paper/live/${value.reservationId}`, value: value.reservationId },
    ]),
  });
  await store.close();
  const held = await go('resume');
  expect(held.out).toContain(
    'not settled: global, restore: orders that may stand otherwise at their venues: main/paper 2',
  );
  const { token: late } = await token();
  expect((await go('resume', '--confirm', late)).err).toContain('RESUME_CAUSE_ACTIVE');
  expect((await go('resume', '--confirm', late, '--override', 'compared by hand')).code).toBe(0);
});
