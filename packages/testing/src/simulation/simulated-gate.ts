import {
  type AccountUnit,
  accountUnit,
  capCounter,
  Decimal,
  type SizedPlan,
  type Sizing,
  type Stage,
  type TradePlan,
} from '@tradewarden/core';
import { amountOf } from './simulated-plans.ts';

/** What a simulated account counts in. */
export const simulatedUnit: AccountUnit = accountUnit('USDT');

/** Caps in account currency, low enough for the plans of a simulation to compete. */
export const simulatedCaps = { total: 100, symbol: 45, count: 6 } as const;

const units = (amount: number): number => Decimal.of(amount).toInteger(simulatedUnit.unitPlaces, 'ceil');

/** A small gate with real reservations: refuses what does not fit, and leaves the rest to the bounded adds. */
export const simulatedGate = (): Stage<TradePlan, SizedPlan> => ({
  name: 'gate',
  unit: simulatedUnit,
  run: async (plan, { ledger, draft, decisionId, now }) => {
    if (now >= plan.expiresAt) return { verdict: 'refuse', code: 'PLAN_STALE', reason: 'the plan is over' };
    const amount = amountOf(plan);
    const taken = units(amount);
    const uses = [
      {
        counter: capCounter('total', 'notional'),
        amount: taken,
        max: units(simulatedCaps.total),
      },
      {
        counter: capCounter({ symbol: plan.symbol }, 'notional'),
        amount: taken,
        max: units(simulatedCaps.symbol),
      },
      { counter: capCounter('total', 'count'), amount: 1, max: simulatedCaps.count },
    ];
    const usage = await ledger.usage(uses.map(({ counter }) => counter));
    const full = uses.find((use, index) => (usage[index] ?? 0) + use.amount > use.max);
    if (full !== undefined) {
      return { verdict: 'refuse', code: 'CAP_EXCEEDED', reason: `${full.counter} is full` };
    }
    const { planId, revision, source, symbol, direction, expiresAt } = plan;
    const reservation = {
      reservationId: decisionId,
      planId,
      revision,
      source,
      symbol,
      direction,
      uses,
      expiresAt,
    };
    ledger.reserve(draft, reservation);
    const sizing = sizingOf(plan, String(amount));
    const value = { plan, sizing, decisionId, reservationId: decisionId };
    return { verdict: 'continue', value, sizing, reservationId: decisionId };
  },
});

const sizingOf = (plan: TradePlan, amount: string): Sizing => ({
  quantity: '1',
  notional: amount,
  margin: amount,
  riskAtStop: amount,
  riskPercent: '1',
  requestedQuantity: '1',
  entry: plan.entry.near,
  rewardToRisk: [],
});
