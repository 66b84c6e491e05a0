import { type Book, type EventBus, type Store, TradingLatches } from '@tradewarden/core';
import type { PlanAlarm } from './work-plans.ts';

interface AlarmLine {
  readonly store: Store;
  readonly book: Book;
  readonly events?: EventBus;
}

const reasons: Readonly<Record<PlanAlarm['phase'], string>> = {
  'emergency-exit': 'what was held could not be guarded in time and is being left at the market',
  'needs-operator': 'the venue and the journal contradict each other, or the evidence is exhausted',
};

/** Latches the symbol, with its record in the audit log, and says so: nothing more is entered there until a person has looked. */
export async function alarmPlan(
  { store, book, events }: AlarmLine,
  { journalled, phase, at }: PlanAlarm,
): Promise<void> {
  const { symbol } = journalled.plan;
  const reason = `${journalled.origin.planId}: ${reasons[phase]}`;
  await new TradingLatches({ store, book }).latch({
    scope: { symbol },
    cause: `execution ${journalled.decisionId}`,
    state: 'HALTED',
    reason,
    actor: { kind: 'process', id: 'executor' },
    at,
  });
  events?.publish('execution.alert', { decisionId: journalled.decisionId, symbol, phase, reason, at });
}
