import assert from 'node:assert/strict';
import { memoryDriver } from '@tradewarden/core';
import * as fc from 'fast-check';
import { runsOf } from '../runs-of.ts';
import type { StoreCase } from '../store-bench.ts';
import { history } from './model-steps.ts';
import { ObservedStore } from './observed-store.ts';

/** Random histories give the same answers and the same state as the memory driver, which is the reference. */
export const modelCases: readonly StoreCase[] = [
  {
    name: 'L1-L14 random histories equal the reference',
    run: async (bench) => {
      const driver = await bench.open();
      let run = 0;
      let passed = 0;
      const property = fc.asyncProperty(history, async (steps) => {
        run += 1;
        const real = new ObservedStore(driver, `run${run}/`);
        const model = new ObservedStore(memoryDriver({ clock: bench.clock }), 'model/');
        assert.deepEqual(await real.state(), await model.state());
        for (const { advanceMs, batch } of steps) {
          bench.clock.advance(advanceMs);
          const expected = await model.commit(batch);
          assert.deepEqual(await real.commit(batch), expected);
          assert.deepEqual(await real.state(), await model.state());
          passed += 1;
        }
      });
      await fc.assert(property, { numRuns: runsOf(100) });
      assert.ok(passed > 50, 'the histories must not be empty');
    },
  },
];
