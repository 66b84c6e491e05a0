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
    name: 'L1-L14 random histories of batches through three handles equal the reference',
    run: async (bench) => {
      const handles = await bench.openSeveral(3);
      let run = 0;
      let passed = 0;
      const property = fc.asyncProperty(history, async (steps) => {
        run += 1;
        let turn = 0;
        const real = new ObservedStore(() => handles[turn % handles.length] ?? handles[0], `run${run}/`);
        const reference = memoryDriver({ clock: bench.clock });
        const model = new ObservedStore(() => reference, 'model/');
        for (const { advanceMs, batch } of steps) {
          bench.clock.advance(advanceMs);
          // Each step through another handle, which has to see what the ones before it did.
          turn += 1;
          assert.deepEqual(await real.state(), await model.state());
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
