import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { startPostgres } from '@tradewarden/testing/postgres';
import { expect, test, vi } from 'vitest';
import { working } from './kill-scene.ts';
import { planLine, ServeScene } from './serve-scene.ts';

// Many processes, on a machine that may be busy.
vi.setConfig({ testTimeout: 120_000 });

test('on PostgreSQL the flag stands in the working directory; a server that is gone stops no kill, and the latch follows when it is back', async () => {
  const server = await startPostgres({ own: true });
  try {
    await using scene = await ServeScene.open();
    const flag = join(scene.directory, 'tradewarden.kill');
    const store = await server.createDatabase();
    const serving = await scene.serve('--no-notify', '--store', store);
    serving.write(planLine());
    await scene.until('entered', () => scene.entered === 1, serving);
    await server.kill();
    const killed = await scene.done('kill', '--store', store, '--limit', '1', '--json');
    expect([killed.code, JSON.parse(killed.out)]).toMatchObject([
      1,
      { flag: { path: flag, raised: true }, latched: [], report: { status: 'KILLED_WITH_RESIDUAL' } },
    ]);
    expect([existsSync(flag), working(scene)]).toEqual([true, 0]);
    await server.restart();
    await scene.until('clean', () => serving.out.includes('KILLED_CLEAN'), serving);
    const status = await scene.done('status', '--store', store, '--json');
    expect(JSON.parse(status.out)).toMatchObject({ states: { paper: 'HALTED' }, flag: { path: flag } });
    serving.signal('SIGTERM');
    expect(await serving.ended()).toBe(0);
  } finally {
    await server.stop();
  }
});
