import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { setTimeout as wait } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { Client } from 'pg';
import { expect, test } from 'vitest';
import { currentSchema } from '../src/migrations.ts';
import { openPostgresStore } from '../src/open-postgres-store.ts';
import { postgresStoreExists } from '../src/postgres-store-exists.ts';
import { ask } from './ask.ts';
import { testServer } from './test-server.ts';

const servers = testServer();
const program = fileURLToPath(new URL('migrating.ts', import.meta.url));

/** Every statement of this kind waits at its end until the lock is free, inside whatever transaction it is in. */
const haltAt = (tag: string): string => `
  CREATE FUNCTION public.halt() RETURNS event_trigger LANGUAGE plpgsql AS
    $$ BEGIN PERFORM pg_advisory_xact_lock(42); END $$;
  CREATE EVENT TRIGGER halt ON ddl_command_end WHEN TAG IN ('${tag}') EXECUTE FUNCTION public.halt()`;

const waiting = `SELECT pid FROM pg_stat_activity
  WHERE datname = current_database() AND wait_event_type = 'Lock' AND wait_event = 'advisory'`;
const tables = "SELECT relname FROM pg_class WHERE relnamespace = to_regnamespace('tradewarden')::oid";

async function until(holds: () => Promise<boolean>): Promise<void> {
  while (!(await holds())) await wait(10);
}

test.each(['CREATE SCHEMA', 'CREATE SEQUENCE', 'CREATE FUNCTION'])(
  'CP16: killed in the middle of a migration, at %s, it leaves nothing, and the next start has a store',
  async (tag) => {
    const url = await servers.database();
    const keeper = new Client({ connectionString: url });
    await keeper.connect();
    await keeper.query(haltAt(tag));
    await keeper.query('SELECT pg_advisory_lock(42)');
    const words = ['--conditions=@tradewarden/source', '--no-warnings', program, url];
    const child = spawn(process.execPath, words, { stdio: 'ignore' });
    const exit = once(child, 'exit');
    await until(async () => child.exitCode !== null || (await ask(url, waiting)).length > 0);
    child.kill('SIGKILL');
    expect(await exit).toEqual([null, 'SIGKILL']);
    expect(await postgresStoreExists({ url })).toBe(false);
    await keeper.query('SELECT pg_advisory_unlock(42)');
    // The server notices by itself that nobody will ever commit.
    await until(async () => (await ask(url, waiting)).length === 0);
    await keeper.query('DROP EVENT TRIGGER halt');
    await keeper.end();
    expect(await ask(url, tables)).toEqual([]);
    const store = await openPostgresStore({ url });
    expect(store.description.schema).toBe(currentSchema);
    expect(await store.commit({ puts: [{ key: 'a', value: 1 }] })).toMatchObject({ ok: true });
    await store.close();
  },
);
