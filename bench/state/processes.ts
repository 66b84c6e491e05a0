// Four processes reserve on one SQLite file, 16 callers each, for three seconds: rate, p99 and fairness.
import { fork } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openSqliteStore } from '@tradewarden/store-sqlite';
import { line, loops, type Measured } from '../measure.ts';
import { reserve } from './reserve-commit.ts';

const processes = 4;
const load = { callers: 16, ms: 3000 };
const [, file, path, name] = process.argv;

async function worker(database: string, own: string): Promise<void> {
  const store = await openSqliteStore({ path: database });
  process.send?.('ready');
  await once(process, 'message');
  const measured = await loops(load, (index) => reserve(store, `${own}-${index}`));
  await store.close();
  process.send?.(measured);
  process.disconnect();
}

async function parent(): Promise<void> {
  const directory = mkdtempSync(join(tmpdir(), 'bench-processes-'));
  try {
    const database = join(directory, 'store.db');
    const children = Array.from({ length: processes }, (_, index) =>
      fork(file ?? '', [database, `p${index}`]),
    );
    await Promise.all(children.map((child) => once(child, 'message')));
    for (const child of children) child.send('go');
    const shares = await Promise.all(
      children.map(async (child) => (await once(child, 'message'))[0] as Measured),
    );
    for (const [index, share] of shares.entries())
      console.log(line(`process ${index + 1} of ${processes}`, share));
    const rates = shares.map(({ perSecond }) => perSecond);
    const p99 = Math.max(...shares.map((share) => share.p99));
    const spread = Math.max(...rates) / Math.min(...rates);
    console.log(
      `together ${rates.reduce((sum, rate) => sum + rate, 0).toFixed(0)}/s, worst p99 ${p99.toFixed(1)} ms (limit 100), fastest / slowest ${spread.toFixed(2)} (limit 3)`,
    );
    if (p99 > 100 || spread > 3) process.exitCode = 1;
  } finally {
    rmSync(directory, { recursive: true, force: true });
  }
}

await (path === undefined || name === undefined ? parent() : worker(path, name));
