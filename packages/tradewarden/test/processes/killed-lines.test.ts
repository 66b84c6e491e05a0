import { setTimeout as wait } from 'node:timers/promises';
import { VirtualClock } from '@tradewarden/core';
import { runsOf } from '@tradewarden/testing';
import { describe, expect, test } from 'vitest';
import { ChildProgram } from './child-program.ts';
import { finishLine } from './finish-line.ts';
import { readLineBooks } from './line-books.ts';
import { openProcessStore } from './open-process-store.ts';
import { processEngines } from './process-engines.ts';
import { linePlan, quickClock } from './process-plans.ts';

const program = new URL('./trading-process.ts', import.meta.url);
const { engines, directory } = processEngines();
const minutes = 60_000;
/** So many processes run at any time, each beginning so many plans after the one before it. */
const [together, apart] = [2, 3];

interface DyingLine {
  readonly line: ChildProgram;
  readonly diesByItself: boolean;
}

describe.each(engines)('whole lines on %s', { concurrent: true }, (_engine, location) => {
  test(
    'killed at random: an order at most once and never without its intent, every message, and nothing torn',
    { timeout: 45 * minutes },
    async () => {
      const [place, outside] = [await location(), directory()];
      const began = Date.now();
      await (await openProcessStore(place, quickClock(began))).close();
      const kills = runsOf(40, 300);
      const acknowledged = new Map<string, string>();
      let [first, running] = [0, [] as readonly DyingLine[]];
      const start = (): DyingLine => {
        // Every third kills itself at some crash point, so that no step is spared on a slow machine.
        const points = first % (3 * apart) === 0 ? 1 + Math.floor(Math.random() * 40) : 0;
        const words = [place, outside, String(began), String(first), String(points)];
        first += apart;
        return { line: new ChildProgram(program, words), diesByItself: points > 0 };
      };
      try {
        running = Array.from({ length: together }, start);
        for (let kill = 0; kill < kills; kill += 1) {
          running = [...running, start()];
          const { line, diesByItself } = running[0]!;
          // The others at any moment, or in the middle of their work.
          const anyMoment = Math.random() < 0.5;
          const least = anyMoment ? 0 : 1 + Math.floor(Math.random() * 6);
          if (!diesByItself) {
            await line.said((lines) => lines.length > least);
            await wait(Math.random() * (anyMoment ? 150 : 10));
            await line.kill();
          }
          await line.died();
          for (const [planId, verdict] of line.acknowledged) acknowledged.set(planId, verdict);
          running = running.slice(1);
        }
      } finally {
        await Promise.all(running.map(({ line }) => line.kill()));
      }
      const clock = new VirtualClock(quickClock(began).now());
      const store = await openProcessStore(place, clock);
      const plans = Array.from({ length: first }, (_, index) => linePlan(index));
      await finishLine(store, outside, clock, plans);
      const { decisions, orders } = await readLineBooks(store, outside);
      await store.close();
      const found = new Map(decisions.map(({ plan, verdict }) => [plan.planId, verdict]));
      for (const [planId, verdict] of acknowledged) expect(found.get(planId), planId).toBe(verdict);
      // That they did something before they died.
      expect(acknowledged.size).toBeGreaterThan(kills / 2);
      expect(orders).toBeGreaterThan(kills);
    },
  );
});
