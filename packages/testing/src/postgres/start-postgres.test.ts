import { execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, readFileSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { Client } from 'pg';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { startPostgres } from './start-postgres.ts';
import type { TestPostgres } from './test-postgres.ts';

async function query(url: string, statement: string): Promise<readonly Record<string, unknown>[]> {
  const client = new Client({ connectionString: url });
  client.on('error', () => {});
  await client.connect();
  try {
    return (await client.query<Record<string, unknown>>(statement)).rows;
  } finally {
    await client.end();
  }
}

const isAlive = (pid: number): boolean => existsSync(`/proc/${pid}`);

describe('startPostgres', () => {
  let server: TestPostgres;
  vi.setConfig({ hookTimeout: 60_000, testTimeout: 60_000 });
  beforeAll(async () => {
    server = await startPostgres({ own: true, settings: { work_mem: '5MB' } });
  });
  afterAll(async () => server.stop());

  test('gives a server that syncs, with the settings asked for', async () => {
    expect(server.isOwn).toBe(true);
    expect(await query(server.url, 'SHOW fsync')).toEqual([{ fsync: 'on' }]);
    expect(await query(server.url, 'SHOW work_mem')).toEqual([{ work_mem: '5MB' }]);
    expect(server.url).toContain(`127.0.0.1:${server.port}/`);
  });

  test('makes databases, named or not, each empty', async () => {
    const [first, second] = [await server.createDatabase(), await server.createDatabase('with "odd" name')];
    await query(first, 'CREATE TABLE only_here (a int)');
    expect(await query(second, 'SELECT current_database() AS name')).toEqual([{ name: 'with "odd" name' }]);
    expect(await query(second, "SELECT to_regclass('only_here') AS found")).toEqual([{ found: null }]);
  });

  test('keeps acknowledged data and its port when it is killed and started again', async () => {
    const url = await server.createDatabase();
    await query(url, 'CREATE TABLE kept AS SELECT 42 AS answer');
    await server.kill();
    await expect(query(url, 'SELECT 1')).rejects.toThrow(/ECONNREFUSED/);
    await server.restart();
    expect(await query(url, 'SELECT answer FROM kept')).toEqual([{ answer: 42 }]);
    await server.restart();
    expect(await query(url, 'SELECT answer FROM kept')).toEqual([{ answer: 42 }]);
  });

  test('says what the server said when it cannot start', async () => {
    await expect(startPostgres({ settings: { no_such_setting: '1' } })).rejects.toThrow(
      /did not start:[\s\S]*no_such_setting/,
    );
  });

  test('uses the server that the environment names, and drops there what it made', async () => {
    vi.stubEnv('TRADEWARDEN_TEST_POSTGRES', server.url);
    const given = await startPostgres();
    vi.unstubAllEnvs();
    expect([given.url, given.port, given.isOwn]).toEqual([server.url, server.port, false]);
    const url = await given.createDatabase();
    expect(await query(url, 'SELECT 1 AS one')).toEqual([{ one: 1 }]);
    await expect(given.kill()).rejects.toThrow(/not ours to kill/);
    await expect(given.restart()).rejects.toThrow(/not ours to restart/);
    await given.stop();
    await expect(query(url, 'SELECT 1')).rejects.toThrow(/does not exist/);
    expect(await query(server.url, 'SELECT 1 AS one')).toEqual([{ one: 1 }]);
  });
});

/** A program of its own that starts a server, says where it is, and does as `ending` says. */
function startElsewhere(ending: string) {
  const module = fileURLToPath(new URL('start-postgres.ts', import.meta.url));
  const program = `
    import { startPostgres } from ${JSON.stringify(module)};
    import { Client } from 'pg';
    const server = await startPostgres({ own: true });
    const client = new Client(server.url);
    await client.connect();
    const { rows } = await client.query("SELECT current_setting('data_directory') AS directory");
    await client.end();
    console.log(rows[0].directory);
    ${ending}`;
  return ['--conditions=@tradewarden/source', '--input-type=module-typescript', '-e', program] as const;
}

const cwd = fileURLToPath(new URL('../..', import.meta.url));

async function goneSoon(pid: number, directory: string): Promise<boolean> {
  for (let attempt = 0; attempt < 200; attempt += 1) {
    if (!isAlive(pid) && !existsSync(directory)) return true;
    await sleep(50);
  }
  return false;
}

describe.skipIf(process.platform !== 'linux')('a server whose process dies', () => {
  test('ends and leaves no files when that process is killed', { timeout: 60_000 }, async () => {
    const child = spawn(process.execPath, startElsewhere('setInterval(() => {}, 1000);'), {
      cwd,
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    const [line] = (await once(child.stdout, 'data')) as [Buffer];
    const directory = line.toString().trim();
    const pid = Number(readFileSync(`${directory}/postmaster.pid`, 'utf8').split('\n')[0]);
    expect(isAlive(pid)).toBe(true);
    child.kill('SIGKILL');
    expect(await goneSoon(pid, directory)).toBe(true);
  });

  test(
    'ends when that process forgets to stop it, and does not keep it alive',
    { timeout: 60_000 },
    async () => {
      const { stdout } = await promisify(execFile)(process.execPath, startElsewhere(''), { cwd });
      const directory = stdout.trim();
      expect(directory).toMatch(/tradewarden-postgres-\w+\/data$/);
      expect(await goneSoon(-1, directory)).toBe(true);
    },
  );
});
