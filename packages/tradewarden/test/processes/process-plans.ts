import { setTimeout as wait } from 'node:timers/promises';
import type { Clock, TradePlan } from '@tradewarden/core';
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

const days = 86_400_000;

/** Plans of a long test: every tenth can be entered for half a minute only, and then nobody may. */
export const linePlan = (index: number): TradePlan => ({
  ...planNumber(index),
  expiresAt: startedAt + (index % 10 === 9 ? 30_000 : 30 * days),
});

/** How fast the time of a long test passes: leases of a minute run out within three seconds. */
const factor = 20;

/** The same for all processes that know when the test began, in milliseconds of the machine. */
export const quickClock = (began: number): Clock => ({
  now: () => startedAt + (Date.now() - began) * factor,
  sleep: (ms, signal) => wait(ms / factor, undefined, { signal }),
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
    'rate.decisionsPerMinute': 'unlimited',
  },
});
