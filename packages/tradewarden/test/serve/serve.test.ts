import { writeFileSync } from 'node:fs';
import { setTimeout as wait } from 'node:timers/promises';
import { DatabaseSync } from 'node:sqlite';
import { openSqliteStore } from '@tradewarden/store-sqlite';
import { expect, test, vi } from 'vitest';
import { planLine, ServeScene } from './serve-scene.ts';

// Many processes, on a machine that may be busy.
vi.setConfig({ testTimeout: 120_000 });

test('a plan is piped in, entered, filled and guarded; input ends and it goes on; it leaves cleanly, and the next begins at once', async () => {
  await using scene = await ServeScene.open();
  const serving = await scene.serve('--no-notify');
  serving.write(`{"no plan\n${planLine()}`);
  await scene.until('entered', () => scene.entered === 1, serving);
  scene.paper.move('BTC/USDT', '42100');
  await scene.until('guarded', () => scene.isGuarded(3), serving);
  serving.endInput();
  await scene.until('told of the end', () => serving.has('input-ended'), serving);
  scene.paper.move('BTC/USDT', '42850');
  await scene.until('guarded again', () => scene.isGuarded(2), serving);
  serving.signal('SIGTERM');
  expect([await serving.ended(), serving.err]).toEqual([0, '']);
  const store = await openSqliteStore({ path: scene.database });
  // Nobody has to wait for its end.
  expect(await store.get(['main/paper/lease/executor/until'])).toEqual([null]);
  await store.close();
  const next = await scene.serve('--no-notify');
  scene.paper.move('BTC/USDT', '44300');
  await scene.until('closed', () => next.out.includes('"closed"'), next);
  expect(scene.paper.exchange.positions()).toEqual([]);
  expect(scene.entered).toBe(1);
  next.signal('SIGINT');
  expect(await next.ended()).toBe(0);
});

test('run --execute --mode paper in another process leaves its orders to it, and serve enters them', async () => {
  await using scene = await ServeScene.open();
  const serving = await scene.serve('--no-notify');
  writeFileSync(`${scene.directory}/plans.ndjson`, planLine());
  const ran = await scene.done('run', 'plans.ndjson', '--execute', '--mode', 'paper', '--no-notify');
  expect(ran).toMatchObject({
    code: 0,
    err: expect.stringContaining('approved for paper: 1; a running') as string,
  });
  await scene.until('entered', () => scene.entered === 1, serving);
});

test('by the equity of the venue losses are measured: a breaker refuses what comes after them', async () => {
  await using scene = await ServeScene.open();
  const settings = ['equitySource=venue', 'loss.daily=0.0003'].flatMap((text) => ['--set', text]);
  const serving = await scene.serve('--no-notify', ...settings);
  serving.write(planLine());
  await scene.until('entered', () => scene.entered === 1, serving);
  scene.paper.move('BTC/USDT', '42100');
  await scene.until('guarded', () => scene.isGuarded(3), serving);
  scene.paper.move('BTC/USDT', '41700');
  await scene.until('closed', () => serving.out.includes('"closed"'), serving);
  const next = await scene.serve('--no-notify', ...settings);
  next.write(planLine({ planId: 'later', symbol: 'ETH/USDT' }));
  await scene.until('refused', () => next.out.includes('"later","verdict":"rejected"'), next);
  const { states, breakers } = JSON.parse((await scene.done('status', '--json')).out) as {
    readonly states: Readonly<Record<string, string>>;
    readonly breakers: object;
  };
  expect(breakers).toMatchObject({
    paper: { equity: { value: expect.stringMatching(/^99\d{4}/) as string } },
  });
  expect(states['paper']).not.toBe('ACTIVE');
});

test('without a venue it decides and says what would be sent; a flag latches, and plans are refused from then on', async () => {
  await using scene = await ServeScene.open();
  const words = ['serve', '-', '--mode', 'dry-run', '--no-notify', '--json'];
  const serving = scene.begin(words);
  serving.write(planLine());
  await scene.until('journalled', () => serving.err.includes('dry-run, not sent'), serving);
  writeFileSync(scene.flag, '');
  await scene.until('latched', () => serving.has('killing'), serving);
  serving.write(planLine({ planId: 'later', symbol: 'ETH/USDT' }));
  await scene.until('refused', () => serving.out.includes('"later","verdict":"rejected"'), serving);
  expect((await scene.done('status', '--json')).out).toContain('"dry-run":"HALTED"');
  serving.signal('SIGTERM');
  expect(await serving.ended()).toBe(0);
  expect([scene.entered, serving.lines.at(-2)]).toMatchObject([0, { event: 'input-left', last: 2 }]);
});

test('a second signal leaves at once, whatever the first one waits for', async () => {
  await using scene = await ServeScene.open();
  const serving = await scene.serve('--no-notify');
  const holder = new DatabaseSync(scene.database, { timeout: 5000 });
  holder.exec('BEGIN EXCLUSIVE');
  serving.signal('SIGTERM');
  await wait(300);
  expect(serving.isGone).toBe(false);
  serving.signal('SIGTERM');
  expect(await serving.ended()).toBe(130);
  holder.close();
});

test('killed in the middle, another goes on: what has filled meanwhile is guarded, and nothing is entered twice', async () => {
  await using scene = await ServeScene.open();
  const serving = await scene.serve('--no-notify');
  serving.write(planLine());
  await scene.until('entered', () => scene.entered === 1, serving);
  await serving.kill();
  scene.paper.move('BTC/USDT', '42100');
  const next = await scene.serve('--no-notify');
  await scene.until('guarded', () => scene.isGuarded(3), next);
  expect(scene.entered).toBe(1);
});

test('a store that is away for a while, and an exchange that is, end nothing: said once, and it goes on', async () => {
  await using scene = await ServeScene.open();
  const serving = await scene.serve('--no-notify');
  const holder = new DatabaseSync(scene.database, { timeout: 5000 });
  holder.exec('BEGIN EXCLUSIVE');
  serving.write(planLine());
  await scene.until('in trouble', () => serving.has('trouble'), serving);
  await wait(200);
  holder.exec('ROLLBACK');
  holder.close();
  await scene.until('entered', () => scene.entered === 1, serving);
  await scene.until('recovered', () => serving.has('recovered'), serving);
  await scene.paper.close();
  await scene.until('told', () => serving.has('venue-failed'), serving);
  await scene.listen();
  await scene.until(
    'reconciled again',
    () => serving.lines.filter(({ event }) => event === 'reconciled').length === 2,
    serving,
  );
  scene.paper.move('BTC/USDT', '42100');
  await scene.until('guarded', () => scene.isGuarded(3), serving);
  expect(serving.lines.filter(({ event }) => event === 'trouble')).toHaveLength(1);
});
