import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { type CrashPoint, crashPoints, TradingLatches, VirtualClock } from '@tradewarden/core';
import { runsOf } from '@tradewarden/testing';
import { describe, expect, test } from 'vitest';
import { ChildProgram } from './child-program.ts';
import { finishLine } from './finish-line.ts';
import { type FoundLine, foundLine } from './found-line.ts';
import { readLineBooks } from './line-books.ts';
import { openProcessStore } from './open-process-store.ts';
import { processEngines } from './process-engines.ts';
import { planNumber, stalePlan, startedAt } from './process-plans.ts';
import { lineBook } from './trade-line.ts';

const nothing: FoundLine = {
  decisions: 0,
  reservation: '-',
  execution: '-',
  entry: '-',
  fills: 0,
  orders: 0,
  deliveries: 0,
  sealed: false,
};
const decided: FoundLine = { ...nothing, decisions: 1, reservation: 'reserved' };
const told: FoundLine = { ...decided, decisions: 2, deliveries: 1 };
const armed: FoundLine = { ...told, reservation: 'armed' };
const working: FoundLine = { ...armed, execution: 'working', entry: 'open', orders: 1 };
const half: FoundLine = { ...working, reservation: 'open', execution: 'open', entry: 'partial', fills: 1 };
/** Two fills of the entry, and of each target one for each of them. */
const whole: FoundLine = { ...half, entry: 'filled', fills: 8 };
const closed: FoundLine = { ...whole, reservation: 'closed', execution: 'closed' };

/** What a process that was killed at a point leaves, and whoever comes next finds. */
const found: Partial<Record<CrashPoint, FoundLine>> = {
  CP1: nothing,
  CP15: nothing,
  CP2: decided,
  CP3: decided,
  CP4: decided,
  CP12: told,
  CP5: { ...armed, execution: 'journaled' },
  CP6: { ...armed, execution: 'journaled', entry: 'sending' },
  CP7: { ...armed, execution: 'journaled', entry: 'sending', orders: 1 },
  CP8: working,
  CP9: half,
  CP10: whole,
  CP11: closed,
  CP13: closed,
};
const elsewhere: Partial<Record<CrashPoint, string>> = {
  CP14: 'below: what is left depends on the moment',
  CP16: 'test/killed-migration.test.ts of both stores: there it is killed inside the transaction',
  CP17: 'nobody dies when a disk is full: test/full-disk.test.ts of both stores',
  CP18: 'nobody dies when a backup is restored: an operator does it',
};

test('every crash point is killed here, or it is said where', () => {
  const covered = [...Object.keys(found), ...Object.keys(elsewhere)];
  expect(covered.toSorted()).toEqual(Object.keys(crashPoints).toSorted());
});

const program = new URL('./crashing-line.ts', import.meta.url);
const { engines, directory } = processEngines();
const afterLeases = startedAt + 61_000;

describe.each(engines)(
  'a process that is killed on %s',
  { concurrent: true, timeout: 1_800_000 },
  (_engine, location) => {
    test.each(Object.entries(found))(
      'at %s leaves what is said there, and the next one ends it',
      async (point, left) => {
        const [place, outside] = [await location(), directory()];
        await new ChildProgram(program, [place, outside, point, '1']).died();
        const clock = new VirtualClock(afterLeases);
        const store = await openProcessStore(place, clock);
        expect(await foundLine(store, outside)).toEqual(left);
        await finishLine(store, outside, clock, [planNumber(0), stalePlan]);
        const { decisions, orders, repeated } = await readLineBooks(store, outside);
        expect(decisions.map(({ verdict }) => verdict)).toEqual(['approved', 'rejected']);
        expect(orders).toBe(1);
        expect(repeated).toEqual({ sends: 0, messages: point === 'CP12' ? 1 : 0 });
        await store.close();
      },
    );

    test('in the middle of a group of commits leaves each of them whole', async () => {
      const moments = [undefined, ...Array.from({ length: runsOf(3) }, (_, index) => (index % 10) * 0.9)];
      const counts: number[] = [];
      for (const afterMs of moments) {
        const [place, outside] = [await location(), directory()];
        const how = afterMs === undefined ? [] : [String(afterMs)];
        await new ChildProgram(program, [place, outside, 'CP14', '16', ...how]).died();
        const clock = new VirtualClock(afterLeases);
        const store = await openProcessStore(place, clock);
        counts.push((await foundLine(store, outside)).decisions);
        const plans = Array.from({ length: 16 }, (_, index) => planNumber(index));
        await finishLine(store, outside, clock, plans);
        const { decisions, orders } = await readLineBooks(store, outside);
        expect([decisions.length, orders]).toEqual([16, 16]);
        await store.close();
      }
      // It was a group: the first process died when the answer was there.
      expect(counts[0]).toBeGreaterThan(2);
    });

    test('is not needed for CP15: a latch of another process holds what was evaluated before it', async () => {
      const [place, outside] = [await location(), directory()];
      const held = new ChildProgram(program, [place, outside, 'CP15', '1', 'hold']);
      await held.said((lines) => lines.includes('held'));
      const clock = new VirtualClock(startedAt);
      const store = await openProcessStore(place, clock);
      const actor = { kind: 'user', id: 'operator' } as const;
      const cause = { cause: 'operator', state: 'HALTED', reason: 'enough', actor, at: startedAt } as const;
      await new TradingLatches({ store, book: lineBook }).latch({ scope: 'account', ...cause });
      writeFileSync(join(outside, 'go'), '');
      await held.finished();
      const { decisions, orders } = await readLineBooks(store, outside);
      expect(decisions.map(({ verdict }) => verdict)).toEqual(['rejected', 'rejected']);
      const refusal = decisions[0]?.rules.find(({ status }) => status === 'fail');
      expect(refusal?.code).toBe('STATE_HALTED');
      expect(orders).toBe(0);
      await store.close();
    });
  },
);
