import { runsOf } from '@tradewarden/testing';
import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { anyGate, anyStep, play } from '../../test/histories.ts';
import { whatIf } from './what-if.ts';

/** Milliseconds; night counts take ten times as long. */
const longest = process.env['TRADEWARDEN_RUNS'] === 'night' ? 1_800_000 : 120_000;
const history = fc.array(anyStep, { minLength: 1, maxLength: 25 });

test(
  'under the limits that were in force nothing would have been different, in any history',
  async () => {
    await fc.assert(
      fc.asyncProperty(anyGate, history, async (chosen, steps) => {
        const { store, decided } = await play(chosen, steps);
        const same = await whatIf(store, 'main', { limits: {} });
        expect(same).toMatchObject({ decisions: decided, compared: decided, changed: 0, notCompared: [] });
        expect(same.amounts.other).toEqual(same.amounts.recorded);
      }),
      { numRuns: runsOf(500) },
    );
  },
  longest,
);

test(
  'no history would have held more than a cap that is asked for',
  async () => {
    await fc.assert(
      fc.asyncProperty(anyGate, history, fc.integer({ min: 1, max: 30 }), async (chosen, steps, percent) => {
        const { store } = await play(chosen, steps);
        const limits = { 'exposure.total': String(percent / 100) };
        const { amounts } = await whatIf(store, 'main', { limits });
        expect(Number(amounts.other.peakNotional)).toBeLessThanOrEqual(percent * 100);
      }),
      { numRuns: runsOf(500) },
    );
  },
  longest,
);
