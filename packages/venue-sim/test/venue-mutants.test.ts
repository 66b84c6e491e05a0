import { venueSuite } from '@tradewarden/testing';
import { describe, expect, test } from 'vitest';
import { type SimulatedBench, simulatedBench } from './simulated-bench.ts';
import { venueMutants } from './venue-mutants.ts';

/** Runs the suite and gives the numbers of the laws that were broken. */
async function broken(open: () => SimulatedBench): Promise<readonly string[]> {
  const runs: { readonly law: string; readonly run: () => Promise<void> }[] = [];
  venueSuite((name, run) => runs.push({ law: name.split(' ')[0] ?? '', run }), { open });
  expect(runs).toHaveLength(20);
  const failed: string[] = [];
  for (const { law, run } of runs) await run().catch(() => failed.push(law));
  return failed;
}

describe('a venue that', () => {
  test.each(venueMutants)('breaks %s: %s', async (law, _what, open) => {
    expect(await broken(open)).toContain(law);
  });

  test('is sound breaks none', async () => expect(await broken(() => simulatedBench())).toEqual([]));
});
