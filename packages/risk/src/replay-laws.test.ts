import type { Decision } from '@tradewarden/core';
import { runsOf } from '@tradewarden/testing';
import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { anyGate, anyStep, play } from '../test/histories.ts';
import { replay } from '../test/replayed.ts';

test('every decision of any history is what its own record gives', async () => {
  const runs = runsOf(2000);
  const seen: Record<string, number> = {};
  const note = ({ verdict, rules, plan }: Decision): void => {
    const found = ['unparsed' in plan ? 'unparsed' : 'sound', ...rules.flatMap(({ code }) => code ?? [])];
    for (const word of [verdict, ...found]) seen[word] = (seen[word] ?? 0) + 1;
  };
  await fc.assert(
    fc.asyncProperty(anyGate, fc.array(anyStep, { minLength: 1, maxLength: 25 }), async (chosen, steps) => {
      const { store, decided } = await play(chosen, steps, note);
      const report = await replay(store);
      expect(report).toEqual({ decisions: decided, agreed: decided, different: 0, notRecomputed: [] });
    }),
    { numRuns: runs },
  );
  // A shorter run need not meet the rare ones.
  if (runs < 2000) return;
  for (const word of ['approved', 'resized', 'rejected', 'unparsed', 'STATE_HALTED', 'PLAN_IN_FLIGHT'])
    expect(seen, word).toHaveProperty(word);
  for (const word of ['DATA_STALE', 'DATA_UNKNOWN', 'FACT_TIMEOUT', 'RULE_ERROR'])
    expect(seen, word).toHaveProperty(word);
}, 600_000);
