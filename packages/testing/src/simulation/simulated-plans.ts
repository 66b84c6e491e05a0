import type { TradePlan } from '@tradewarden/core';
import { samplePlan } from '../builders/sample-plan.ts';
import type { SeededRandom } from './seeded-random.ts';

/** When every simulation starts; epoch ms. */
export const simulationStart: number = samplePlan().createdAt;

export const simulatedSymbols = ['A/USDT', 'B/USDT', 'C/USDT'] as const;

/** Plans that compete for capacity and run out soon. The stop tells them apart, also on an order at the venue. */
export function simulatedPlans(random: SeededRandom, count: number): readonly TradePlan[] {
  return Array.from({ length: count }, (_, index) =>
    samplePlan({
      planId: `p${index}`,
      symbol: simulatedSymbols[random.below(simulatedSymbols.length)] ?? simulatedSymbols[0],
      stop: { price: String(41_000 + index) },
      score: String(5 + random.below(30)),
      createdAt: simulationStart,
      expiresAt: simulationStart + 500 + random.below(20_000),
    }),
  );
}

/** What a plan takes from the caps, in account currency. */
export const amountOf = ({ score = '0' }: Pick<TradePlan, 'score'>): number => Number(score);
