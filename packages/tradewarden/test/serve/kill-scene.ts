import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { expect } from 'vitest';
import type { ProgramProcess } from './program-process.ts';
import { planLine, type ServeScene } from './serve-scene.ts';

/** An entry that works and has not filled. */
export async function entered(scene: ServeScene): Promise<ProgramProcess> {
  const serving = await scene.serve('--no-notify');
  serving.write(planLine());
  await scene.until('entered', () => scene.entered === 1, serving);
  return serving;
}

/** Entries of ours that the exchange holds. */
export const working = ({ paper }: ServeScene): number =>
  paper.exchange.openOrders().filter(({ reduceOnly }) => !reduceOnly).length;

/** Whoever is asked now enters nothing: neither the one that serves nor one that begins now. */
export async function entersNothing(scene: ServeScene, serving: ProgramProcess): Promise<void> {
  const before = scene.entered;
  const line = planLine({ planId: 'later', symbol: 'ETH/USDT' });
  serving.write(line);
  writeFileSync(join(scene.directory, 'later.ndjson'), line);
  const plans = (): number => serving.lines.filter(({ event }) => event === 'plan').length;
  const decided = plans();
  const next = scene.begin(['serve', 'later.ndjson', '--json', '--no-notify']);
  await scene.until('decided', () => plans() > decided, serving);
  await scene.until('decided by another', () => next.has('plan'), next);
  await wait(700);
  expect([scene.entered, working(scene)]).toEqual([before, 0]);
  await next.kill();
}
