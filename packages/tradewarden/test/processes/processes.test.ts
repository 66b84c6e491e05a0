import { setTimeout as wait } from 'node:timers/promises';
import {
  createRunner,
  Decimal,
  memoryStore,
  Pipeline,
  reservations,
  type TradePlan,
  VirtualClock,
} from '@tradewarden/core';
import { riskGate } from '@tradewarden/risk';
import { runsOf } from '@tradewarden/testing';
import { describe, expect, test } from 'vitest';
import { DeciderProcess } from './decider-process.ts';
import { openProcessStore } from './open-process-store.ts';
import { readProcessBooks } from './process-books.ts';
import { processEngines } from './process-engines.ts';
import { gateOptions, planNumber, startedAt } from './process-plans.ts';

const { engines } = processEngines();
const clock = new VirtualClock(startedAt);
const minutes = 60_000;

/** What the first of these plans that are approved hold of the total together, in counting units. */
async function heldBy(plans: number, cap: string): Promise<readonly number[]> {
  const pipeline = Pipeline.of<TradePlan>().stage(riskGate(gateOptions(cap, 'reject')));
  const store = memoryStore({ clock });
  const runner = createRunner({ pipeline, store, account: 'main', mode: 'paper', clock });
  for (let index = 0; index < plans; index += 1) await runner.run(planNumber(index));
  const held: number[] = [];
  for await (const { uses } of reservations(store, runner.book))
    held.push(uses.find(({ counter }) => counter === 'total/notional')?.amount ?? 0);
  return held;
}

/** A number of counting units as the fraction of the equity that it is, exactly. */
const fractionOf = (units: number): string => Decimal.fromInteger(units, 6 + 4).toString();

/** Room for exactly three plans to the last counting unit, or for three and a half. */
const roomFor = { reject: 3, resize: 3.5 } as const;

test('room for three plans is full with three, and one counting unit less holds two', async () => {
  const [one = 0] = await heldBy(1, 'unlimited');
  expect(await heldBy(5, fractionOf(3 * one))).toEqual([one, one, one]);
  expect(await heldBy(5, fractionOf(3 * one - 1))).toEqual([one, one]);
});

describe.each(engines)('four processes on %s', (_engine, location) => {
  test.each(['reject', 'resize'] as const)(
    'decide 1,000 plans on 1,000 symbols with room for three, or three and a half: %s',
    { timeout: 5 * minutes },
    async (onBreach) => {
      const place = await location();
      const [one = 0] = await heldBy(1, 'unlimited');
      const limit = Math.floor(roomFor[onBreach] * one);
      const cap = fractionOf(limit);
      await (await openProcessStore(place, clock)).close();
      const quarters = [0, 250, 500, 750].map(
        (first) => new DeciderProcess([place, String(first), '250', cap, onBreach]),
      );
      try {
        await Promise.all(quarters.map((decider) => decider.finished()));
      } finally {
        await Promise.all(quarters.map((decider) => decider.kill()));
      }
      const store = await openProcessStore(place, clock);
      const { decisions, exposure } = await readProcessBooks(store);
      await store.close();
      expect(decisions).toHaveLength(1000);
      expect(Math.max(...exposure)).toBeLessThanOrEqual(limit);
      const verdicts = decisions.map(({ verdict }) => verdict);
      expect(verdicts.filter((verdict) => verdict === 'approved')).toHaveLength(3);
      expect(verdicts.filter((verdict) => verdict === 'resized')).toHaveLength(onBreach === 'resize' ? 1 : 0);
      // A step of 0.00000001 at 42,200 is 0.000422; the counting unit rounds up once more.
      if (onBreach === 'resize') expect(exposure.at(-1)).toBeGreaterThan(limit - 424);
      else expect(exposure.at(-1)).toBe(limit);
    },
  );

  test(
    'killed at random, they lose no acknowledged decision and leave no half of one',
    { timeout: 30 * minutes },
    async () => {
      const place = await location();
      await (await openProcessStore(place, clock)).close();
      const kills = runsOf(40, 300);
      const acknowledged = new Map<string, string>();
      let running: DeciderProcess[] = [];
      let first = 0;
      const start = (): DeciderProcess => {
        // Each begins 40 plans after the one before it, so that what was decided before a kill is sent again.
        const decider = new DeciderProcess([place, String(first), '100000', 'unlimited', 'reject']);
        first += 40;
        return decider;
      };
      try {
        running = [start(), start(), start()];
        for (let kill = 0; kill < kills; kill += 1) {
          running.push(start());
          const [oldest] = running;
          // Any moment for one, the middle of its work for the next, however slow the machine is.
          await oldest?.decided(kill % 2 === 0 ? 0 : 1 + Math.floor(Math.random() * 15));
          await wait(Math.random() * (kill % 2 === 0 ? 120 : 5));
          await oldest?.kill();
          for (const [planId, verdict] of oldest?.acknowledged ?? []) acknowledged.set(planId, verdict);
          running = running.slice(1);
        }
      } finally {
        await Promise.all(running.map((decider) => decider.kill()));
      }
      const store = await openProcessStore(place, clock);
      const { decisions } = await readProcessBooks(store);
      await store.close();
      const found = new Map(decisions.map(({ plan, verdict }) => [plan.planId, verdict]));
      expect(acknowledged.size).toBeGreaterThan(kills);
      for (const [planId, verdict] of acknowledged) expect(found.get(planId), planId).toBe(verdict);
    },
  );
});
