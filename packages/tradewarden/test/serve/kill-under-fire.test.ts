import { statSync } from 'node:fs';
import { setTimeout as wait } from 'node:timers/promises';
import { expect, test, vi } from 'vitest';
import { working } from './kill-scene.ts';
import { planLine, ServeScene, symbols } from './serve-scene.ts';

// Many processes, on a machine that may be busy.
vi.setConfig({ testTimeout: 120_000 });

/** How long a request that had left may still be on its way on a busy machine. */
const onTheWayMs = 100;

test('killed while plans pour into two processes: no entry leaves either of them once the flag is up', async () => {
  await using scene = await ServeScene.open();
  const limits = ['exposure.total=1', 'heat.total=1', 'positions.max=100'].flatMap((text) => ['--set', text]);
  const words = ['--no-notify', ...limits];
  const serving = await scene.serve(...words);
  const other = await scene.serve(...words);
  const enough = new AbortController();
  const pouring = (async (): Promise<void> => {
    for (let count = 0; !enough.signal.aborted; count += 1) {
      const symbol = symbols[count % symbols.length] ?? '';
      const planId = `p${count}`;
      (count % 2 === 0 ? serving : other).write(planLine({ planId, symbol }));
      await wait(100);
    }
  })();
  await scene.until('entered', () => scene.entered > 2, serving);
  const killing = scene.begin(['kill', '--json']);
  expect(await killing.ended()).toBe(0);
  await wait(1000);
  enough.abort();
  await pouring;
  const raisedAt = statSync(scene.flag).birthtimeMs;
  const entries = scene.paper.exchange.ledger.flatMap((entry) =>
    entry.kind === 'accepted' && !entry.order.reduceOnly ? [entry.order.createdAt - raisedAt] : [],
  );
  expect(entries.filter((at) => at < 0).length).toBeGreaterThan(2);
  expect(entries.filter((at) => at > onTheWayMs)).toEqual([]);
  expect(working(scene)).toBe(0);
  // Plans were decided to the end, and refused from the latch on.
  expect(`${serving.out}${other.out}`).toContain('"verdict":"rejected"');
});
