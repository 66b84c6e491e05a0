// The size of a position with exact decimals of four libraries and ours, and with binary numbers: how long it takes, in
// turns, and how often it is not the largest number of steps within the budget.
import { performance } from 'node:perf_hooks';
import { Decimal } from '@tradewarden/core';
import { median } from '../measure.ts';
import { gateSizer, sizers } from './sizers.ts';
import { edgeCases, roundCases, type SizingCase, usualCases } from './sizing-cases.ts';

const rounds = 9;
const perRound = 2000;
const all: Readonly<Record<string, (of: SizingCase) => string>> = {
  ...sizers,
  'sizePosition of the gate': gateSizer,
};
const cases = { usual: usualCases(100_000), round: roundCases(100_000), edge: edgeCases(10_000) };

/** Share of answers that are another number of steps; a binary number must be within a millionth of a step. */
function wrongShare(name: string, sizer: (of: SizingCase) => string, of: readonly SizingCase[]): number {
  const wrong = of.filter((one) => {
    const answer = sizer(one);
    if (name !== 'binary numbers')
      return !Decimal.of(answer).eq(Decimal.of(one.steps.toString()).times(one.step));
    return Math.abs(Number(answer) / Number(one.step) - Number(one.steps)) > 1e-6;
  });
  return wrong.length / of.length;
}

const wrong = Object.entries(all).map(([name, sizer]) => ({
  name,
  usual: wrongShare(name, sizer, cases.usual),
  round: wrongShare(name, sizer, cases.round),
  edge: wrongShare(name, sizer, cases.edge),
}));

const times = new Map(Object.keys(all).map((name) => [name, [] as number[]]));
for (let round = -2; round < rounds; round += 1) {
  for (const [name, sizer] of Object.entries(all)) {
    const from = performance.now();
    for (let index = 0; index < perRound; index += 1) {
      const one = cases.usual[(index * 7 + round + 2) % cases.usual.length];
      if (one !== undefined) sizer(one);
    }
    // The first two rounds warm up.
    if (round >= 0) times.get(name)?.push(((performance.now() - from) * 1000) / perRound);
  }
}

const percent = (share: number): string => `${(share * 100).toFixed(3).padStart(8)} %`;
const ours = median(times.get('core Decimal') ?? []);
for (const { name, usual, round, edge } of wrong) {
  const us = median(times.get(name) ?? []);
  console.log(
    `${name.padEnd(26)} ${us.toFixed(2).padStart(6)} µs, ${(us / ours).toFixed(2).padStart(5)} of ours   wrong lot steps: usual${percent(usual)}  round${percent(round)}  edge${percent(edge)}`,
  );
}
const gate = wrong.filter(({ name }) => name === 'core Decimal' || name === 'sizePosition of the gate');
if (gate.some(({ usual, round, edge }) => usual + round + edge > 0)) process.exitCode = 1;
