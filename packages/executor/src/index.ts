export { placeOrder } from './place-order.ts';
export { executor, type ExecutorOptions, RECONCILER } from './plugin.ts';
export { foldOrder, type OrderView } from './order-state/fold-order.ts';
export type { OrderFact } from './order-state/order-fact.ts';
export { type OrderState, orderTransitions } from './order-state/order-status.ts';
export { type ExecutionPlan, type Leg, planExecution } from './plan-steps/execution-plan.ts';
export { checkPlanning, type PlanningOptions } from './plan-steps/planning-options.ts';
export type { OrderRole, OrderSlot, PlanOrder, Step } from './plan-steps/plan-order.ts';
export { type PlanOutlook, type PlanPhase, planSteps, type PlanSituation } from './plan-steps/plan-steps.ts';
export { TradeExecutor, type TradeExecutorOptions } from './trade-executor.ts';
export {
  type JournalledPlan,
  orderJournalKey,
  ordersOf,
  slotOrderId,
} from './order-journal/journalled-plan.ts';
export { OrderJournal } from './order-journal/order-journal.ts';
export type { StagedPlan } from './place/staged-plan.ts';
export type { ExecutionPoint } from './submit/order-line.ts';
export type { EntrySafeguards, PlanContext, Refusal, SendContext } from './submit/entry-safeguards.ts';
export { OrderSafeguards, type OrderSafeguardsOptions } from './safeguards/order-safeguards.ts';
export type { DuplicateContext } from './safeguards/check-duplicate-order.ts';
export type { PriceContext } from './safeguards/check-price.ts';
export type { RiskContext } from './safeguards/enforce-max-position-risk.ts';
export { type FireAnswer, Safeguards, type SafeguardsOptions } from './safeguards/safeguards.ts';
export { type SafeguardCode, safeguardCodes } from './safeguards/safeguard-codes.ts';
export type { SafeguardLimits } from './safeguards/safeguard-limits.ts';
export { KillFlag, type RaisedFlag } from './kill/kill-flag.ts';
export { endKill, type KillRecord, lastKill, unfinishedKill } from './kill/kill-record.ts';
export type { KillReport, KillRequest, KillResidual } from './kill/kill-report.ts';
export { type KillPoint, KillSwitch, type KillSwitchOptions } from './kill/kill-switch.ts';
export {
  type Difference,
  type DifferenceKind,
  differencePolicies,
  type DifferencePolicy,
} from './reconcile/difference.ts';
export { ReconcileWorker, type ReconcileWorkerOptions } from './reconcile/reconcile-worker.ts';
export {
  type ReconcilePoint,
  type Reconciliation,
  Reconciler,
  type ReconcilerOptions,
} from './reconcile/reconciler.ts';
