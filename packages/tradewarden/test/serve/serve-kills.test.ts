import { existsSync } from 'node:fs';
import { expect, test, vi } from 'vitest';
import { entered, entersNothing, working } from './kill-scene.ts';
import { planLine, ServeScene } from './serve-scene.ts';

// Many processes, on a machine that may be busy.
vi.setConfig({ testTimeout: 120_000 });

test('killed from another process: its report is clean, the entry is gone, nobody enters, and what is held is followed on', async () => {
  await using scene = await ServeScene.open();
  const serving = await entered(scene);
  scene.paper.move('BTC/USDT', '42100');
  await scene.until('guarded', () => scene.isGuarded(3), serving);
  const killed = await scene.done('kill', '--reason', 'drill', '--json');
  expect([killed.code, JSON.parse(killed.out)]).toMatchObject([
    0,
    { flag: { raised: true }, failed: [], report: { status: 'KILLED_CLEAN', mode: 'entries' } },
  ]);
  await scene.until('its own report', () => serving.has('killed'), serving);
  await entersNothing(scene, serving);
  scene.paper.move('BTC/USDT', '42850');
  await scene.until('guarded again', () => scene.isGuarded(2), serving);
  const { token } = JSON.parse((await scene.done('resume', '--json')).out) as { token: string };
  expect((await scene.done('resume', '--confirm', token)).code).toBe(0);
  expect(existsSync(scene.flag)).toBe(false);
  serving.write(planLine({ planId: 'after', symbol: 'ETH/USDT' }));
  await scene.until('entered after the resume', () => scene.entered === 2, serving);
});

test('SIGUSR2 ends the entries of the process that gets it, and of every other', async () => {
  await using scene = await ServeScene.open();
  const serving = await entered(scene);
  serving.signal('SIGUSR2');
  await scene.until('taken back', () => working(scene) === 0, serving);
  await scene.until('reported', () => serving.out.includes('KILLED_CLEAN'), serving);
  expect(existsSync(scene.flag)).toBe(true);
  await entersNothing(scene, serving);
});

test('killed itself in the middle of a kill: the next one goes on with it to its end', async () => {
  await using scene = await ServeScene.open();
  const serving = await entered(scene);
  scene.paper.move('BTC/USDT', '42100');
  await scene.until('guarded', () => scene.isGuarded(3), serving);
  const killing = scene.begin(['kill', '--flatten']);
  await scene.until('flagged', () => existsSync(scene.flag));
  await killing.kill();
  await serving.kill();
  const next = scene.begin(['serve', '--json', '--no-notify']);
  await scene.until('clean', () => next.out.includes('KILLED_CLEAN'), next);
  expect([scene.paper.exchange.positions(), scene.paper.exchange.openOrders()]).toEqual([[], []]);
});

test('kill --flatten while nobody serves does it all by itself', async () => {
  await using scene = await ServeScene.open();
  const serving = await entered(scene);
  scene.paper.move('BTC/USDT', '42100');
  await scene.until('guarded', () => scene.isGuarded(3), serving);
  serving.signal('SIGTERM');
  await serving.ended();
  expect(scene.isGuarded(3)).toBe(true);
  const killed = await scene.done('kill', '--flatten');
  expect([killed.code, killed.err]).toEqual([0, '']);
  expect(killed.out).toContain('KILLED_CLEAN');
  expect([scene.paper.exchange.positions(), scene.paper.exchange.openOrders()]).toEqual([[], []]);
});

test('a kill is announced through the outbox', async () => {
  await using scene = await ServeScene.open();
  const serving = await scene.serve();
  serving.signal('SIGUSR2');
  await scene.until('announced', () => /KILL · main\nKILLED_CLEAN/.test(serving.err), serving);
});
