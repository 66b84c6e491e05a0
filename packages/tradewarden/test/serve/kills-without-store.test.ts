import { chmodSync, chownSync, existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { expect, test, vi } from 'vitest';
import { entered, entersNothing, working } from './kill-scene.ts';
import { planLine, ServeScene } from './serve-scene.ts';

// Many processes, on a machine that may be busy.
vi.setConfig({ testTimeout: 120_000 });

test('kill --flatten with the database locked: entries end at once, and serve flattens when it can', async () => {
  await using scene = await ServeScene.open();
  const serving = await entered(scene);
  scene.paper.move('BTC/USDT', '42100');
  await scene.until('guarded', () => scene.isGuarded(3), serving);
  serving.write(planLine({ planId: 'second', symbol: 'ETH/USDT' }));
  await scene.until('entered again', () => working(scene) === 1, serving);
  const holder = new DatabaseSync(scene.database, { timeout: 5000 });
  holder.exec('BEGIN EXCLUSIVE');
  const killing = scene.begin(['kill', '--flatten', '--limit', '1', '--json']);
  await scene.until('flagged', () => existsSync(scene.flag), killing);
  const flaggedAt = performance.now();
  await scene.until('taken back', () => working(scene) === 0, killing);
  // Long before anybody has waited for the lock in vain.
  expect(performance.now() - flaggedAt).toBeLessThan(3000);
  const code = await killing.ended();
  expect([code, JSON.parse(killing.out)]).toMatchObject([
    1,
    { flag: { raised: true }, latched: [], report: { status: 'KILLED_WITH_RESIDUAL' } },
  ]);
  expect(killing.err).toContain('locked');
  holder.exec('ROLLBACK');
  holder.close();
  await scene.until('flat', () => scene.paper.exchange.positions().length === 0, serving);
  await scene.until('clean', () => serving.out.includes('KILLED_CLEAN'), serving);
  expect(scene.paper.exchange.openOrders()).toEqual([]);
  await entersNothing(scene, serving);
});

test('a database that the killer may only read: the flag stops the others, and the entry is taken back', async () => {
  await using scene = await ServeScene.open();
  const serving = await entered(scene);
  // For root no mode of a file holds, so that it is somebody else who kills, in a directory where he may make the flag.
  const uid = process.getuid?.() === 0 ? 65_534 : undefined;
  for (const name of readdirSync(scene.directory))
    if (name.startsWith('tradewarden.db')) chmodSync(join(scene.directory, name), 0o444);
  chmodSync(join(scene.directory, 'exchange'), 0o777);
  if (uid !== undefined) chownSync(scene.directory, uid, uid);
  const killing = scene.begin(['kill', '--limit', '1', '--json'], uid === undefined ? {} : { uid });
  killing.endInput();
  const code = await killing.ended();
  expect([code, JSON.parse(killing.out)]).toMatchObject([1, { flag: { raised: true }, latched: [] }]);
  expect(killing.err).toMatch(
    /NOT known to be latched: live, paper, dry-run, notify: .*cannot be opened for writing/,
  );
  await scene.until('taken back', () => working(scene) === 0, serving);
  await entersNothing(scene, serving);
});
