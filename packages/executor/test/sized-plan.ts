import type { Instrument, SizedPlan, TradePlan } from '@tradewarden/core';
import { samplePlan } from '@tradewarden/testing';

export const instrument: Instrument = {
  symbol: 'BTC/USDT',
  base: 'BTC',
  quote: 'USDT',
  step: '0.001',
  tick: '0.5',
};
/** Approved, with nothing but its quantity worked out. */
export const sized = (quantity: string, plan: Partial<TradePlan> = {}): SizedPlan => ({
  plan: samplePlan(plan),
  sizing: {
    quantity,
    notional: '0',
    margin: '0',
    riskAtStop: '0',
    riskPercent: '0',
    requestedQuantity: quantity,
    entry: '42200',
    rewardToRisk: [],
  },
  decisionId: 'decision',
  reservationId: 'reservation',
});
