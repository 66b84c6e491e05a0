import type { TradePlan } from '@tradewarden/core';
import type { RiskGateOptions } from '@tradewarden/risk';
import { samplePlan } from '@tradewarden/testing';

export const startedAt: number = samplePlan().createdAt;

/** Plans alike in size, each on a symbol of its own. */
export const planNumber = (index: number): TradePlan =>
  samplePlan({ planId: `p${index}`, symbol: `S${index}/USDT` });

/** One that nobody may enter any more. */
export const stalePlan: TradePlan = samplePlan({
  planId: 'stale',
  symbol: 'STALE/USDT',
  createdAt: startedAt - 2,
  expiresAt: startedAt - 1,
});

/** A gate with one cap: the total exposure, as a fraction of the equity. */
export const gateOptions = (cap: string, onBreach: string): RiskGateOptions => ({
  equity: '10000',
  market: 'none',
  limits: {
    'exposure.total': cap,
    'exposure.asset': 'unlimited',
    'exposure.onBreach': onBreach,
    'heat.total': 'unlimited',
    'positions.max': 'unlimited',
  },
});
