import {
  type Approved,
  type Book,
  Decimal,
  defaultInstrument,
  type Instrument,
  type Mode,
  type SizedPlan,
  takeIntent,
} from '@tradewarden/core';
import type { OrderRequest } from '@tradewarden/core/venue';
import { beginPlan } from '../order-journal/begin-plan.ts';
import { type JournalledPlan, slotOrderId } from '../order-journal/journalled-plan.ts';
import type { PlanningOptions } from '../plan-steps/planning-options.ts';
import { shareOf } from '../plan-steps/target-steps.ts';
import { stageWarnings } from './stage-warnings.ts';
import type { StagedPlan } from './staged-plan.ts';
import type { OrderLine } from '../submit/order-line.ts';
import type { Refusal } from '../submit/entry-safeguards.ts';

export interface Staging {
  readonly line: OrderLine;
  readonly mode: Mode;
  readonly planning: PlanningOptions;
}

/** What would be sent for a committed decision, or why nothing may be. Nothing leaves the process. */
export async function stagePlan(
  { line, mode, planning }: Staging,
  decisionId: string,
): Promise<{ readonly staged: StagedPlan } | { readonly refusal: Refusal }> {
  const { store, book, venue, safeguards } = line;
  const taken = await takeIntent(store, book, decisionId);
  if (taken.status === 'refused') return { refusal: { code: 'NOT_APPROVED', reason: taken.reason } };
  const { plan, reservation } = taken;
  const { symbol } = plan.plan;
  const instrument = (await venue.market?.instrument(symbol)) ?? defaultInstrument(symbol);
  const reserved = reservation.plannedHeat ?? reservation.uses;
  const journalled = beginPlan({ plan, instrument, reserved, planning });
  const refusal = await safeguards.beforeStage?.({ plan, journalled });
  if (refusal !== undefined) return { refusal };
  const warnings = stageWarnings(plan, journalled.plan, instrument, planning);
  return { staged: { ...stagedOf(book, mode, plan, journalled), filters: filtersOf(instrument), warnings } };
}

function stagedOf(
  book: Book,
  mode: Mode,
  plan: Approved<SizedPlan>,
  journalled: JournalledPlan,
): Omit<StagedPlan, 'filters' | 'warnings'> {
  const { symbol, direction, expiresAt, entries, stop, targets, breakEvenAfter, trail } = journalled.plan;
  const whole = entries.reduce((sum, leg) => sum.plus(leg.quantity), Decimal.zero);
  return {
    plan,
    mode,
    journal: journalled,
    entries: entries.map(({ price, quantity }, leg): OrderRequest => ({
      clientOrderId: slotOrderId(book, plan.decisionId, { role: 'entry', leg, generation: 1 }),
      symbol,
      side: direction === 'LONG' ? 'BUY' : 'SELL',
      quantity,
      instruction: { kind: 'limit', price, goodTill: expiresAt },
      reduceOnly: false,
      validUntil: expiresAt,
    })),
    protection: {
      stop,
      targets: targets.map(({ price }, leg) => ({
        price,
        quantity: shareOf(journalled.plan, leg, whole).toString(),
      })),
      ...(breakEvenAfter === undefined ? {} : { breakEvenAfter }),
      ...(trail === undefined ? {} : { trail }),
    },
    worstLoss: plan.sizing.riskAtStop,
    notional: plan.sizing.notional,
  };
}

const filtersOf = (instrument: Instrument): StagedPlan['filters'] => {
  const { step, tick, minimumQuantity, maximumQuantity, minimumNotional } = instrument;
  return {
    step,
    ...(tick === undefined ? {} : { tick }),
    ...(minimumQuantity === undefined ? {} : { minimumQuantity }),
    ...(maximumQuantity === undefined ? {} : { maximumQuantity }),
    ...(minimumNotional === undefined ? {} : { minimumNotional }),
  };
};
