export type {
  Channel,
  ChannelCapabilities,
  DeliverOptions,
  DeliveryOutcome,
  RenderedPart,
} from './channel/channel.ts';
export type { ChannelRate } from './channel/channel-rate.ts';
export type {
  BlockMark,
  Message,
  MessageBlock,
  MessageBody,
  MessageInline,
  MessageKind,
  MessageListItem,
  MessageSeverity,
} from './channel/message.ts';
export type { DrawPicture, PlanPicture } from './channel/plan-picture.ts';
export type { Clock } from './clock/clock.ts';
export { type Pause, systemPause } from './clock/pause.ts';
export { systemClock } from './clock/system-clock.ts';
export { VirtualClock } from './clock/virtual-clock.ts';
export { claimOnce, type ClaimOutcome, type ClaimRequest, type StandingClaim } from './coordination/claim.ts';
export {
  followLog,
  type FollowOptions,
  type FollowReport,
  type LogEffects,
} from './coordination/follow-log.ts';
export {
  type Lease,
  leaseCheck,
  type LeaseOutcome,
  type LeaseRequest,
  releaseLease,
  renewLease,
  takeLease,
} from './coordination/lease.ts';
export { type CrashHook, type CrashPoint, crashPoints } from './crash/crash-point.ts';
export { type BuiltInCode, decisionCodes, type RuleCode } from './codes/decision-codes.ts';
export type { Candle } from './domain/candle.ts';
export { canonicalJson, toCanonicalValue } from './domain/canonical-json.ts';
export { type Amount, Decimal } from './domain/decimal.ts';
export type { Rounding } from './domain/decimal-rounding.ts';
export type {
  Book,
  Decision,
  FactRecord,
  Mode,
  RuleResult,
  RuleStatus,
  Severity,
  Sizing,
  UnparsedPlan,
  Verdict,
} from './domain/decision.ts';
export {
  defaultInstrument,
  type Instrument,
  type MaintenanceTier,
  settlementOf,
  symbolParts,
} from './domain/instrument.ts';
export { InvalidNumberError } from './domain/invalid-number-error.ts';
export type { Json } from './domain/json.ts';
export { parseTradePlan, type PlanIdentity, type PlanReading } from './domain/parse-trade-plan.ts';
export type { PlanIssue } from './domain/plan-issue.ts';
export {
  blendedNetRewardToRisk,
  type Costs,
  grossRewardToRisk,
  metricMismatches,
  netRewardToRisk,
  signed,
  stopDistance,
  stopFraction,
  stressedStop,
  unitRisk,
  worstEntry,
} from './domain/plan-metrics.ts';
export type { SizedPlan } from './domain/sized-plan.ts';
export { type Tier, tierOf } from './domain/tier.ts';
export type {
  ConfluenceFactor,
  DecimalString,
  Direction,
  Regime,
  Style,
  Target,
  TradePlan,
} from './domain/trade-plan.ts';
export { ConfigError, type ConfigIssue } from './errors/config-error.ts';
export { CoreError, isErrorKind } from './errors/core-error.ts';
export { type ErrorCode, errorCodes } from './errors/error-codes.ts';
export { BindingError, LifecycleError, UnapprovedError } from './errors/lifecycle-errors.ts';
export { AccountError, PolicyError } from './errors/configured-otherwise.ts';
export {
  StoreMisuseError,
  StoreSchemaError,
  StoreTooWeakError,
  StoreUnavailableError,
  StoreUnknownError,
} from './errors/store-errors.ts';
export type { Executor, Worker, WorkReport } from './executor/executor.ts';
export type { Fact, FactDefinition, FactRequest } from './facts/fact.ts';
export { type Approved, isApproved } from './gate/approved.ts';
export type { Latch, LatchCause, LatchScope } from './latch/latch.ts';
export { applyingLatchKeys, latchesAmong, type LatchSubject, unlatched } from './latch/latch-keys.ts';
export { latchText, stateCode } from './latch/state-rule.ts';
export {
  type LatchRequest,
  type ReleaseOutcome,
  type ReleaseRequest,
  type StateReading,
  TradingLatches,
  type TradingLatchesOptions,
} from './latch/trading-latches.ts';
export type { TradingState } from './latch/trading-state.ts';
export type { Execution, ExecutionStatus, Fill, FillReason, PlannedOrder } from './ledger/execution.ts';
export type { BookedReservation, CapUse, ReservationDraft } from './ledger/ledger-draft.ts';
export type { MarketData, Quote } from './market/market-data.ts';
export type { FollowUpDraft, LatchDraft, StageDraft } from './pipeline/draft.ts';
export { type Decided, followUp, type FollowUp } from './pipeline/follow-up.ts';
export type { Stage, StageContext, StageFindings, StageResult } from './pipeline/stage.ts';
export type { JobDraft, Lane, LeasedJob } from './queue/job.ts';
export type { Append, Commit, Entry, LogEntry, Put, Store } from './store/store.ts';
export type {
  Add,
  Check,
  ClaimQuery,
  CommitResult,
  DriverCommit,
  LogHead,
  ReadQuery,
  ScanQuery,
  StoreAbility,
  StoreDescription,
  StoredEntry,
  StoreDriver,
  StoredLogEntry,
} from './store/store-driver.ts';
export { type AuditEvent, type AuditRecord, auditAppend, auditLog } from './audit/audit-record.ts';
export {
  type ChannelDefinition,
  type ChannelDependencies,
  type ChannelFactory,
  type ChannelParts,
  defineChannel,
} from './channel/define-channel.ts';
export { type Alert, alertEvent, alertJob, outboxQueue } from './channel/alert.ts';
export { type AnnouncedEvent, type AnnouncedEventName, announcedEvents } from './channel/announced-events.ts';
export { repeatMark } from './channel/guarded-channel.ts';
export { plainText } from './channel/plain-text.ts';
export { countingIds, type Ids, systemIds } from './clock/ids.ts';
export type { Stopwatch } from './clock/stopwatch.ts';
export { type TimeLimit, withinLimit } from './store/time-limit.ts';
export { parseOptions } from './config/parse-options.ts';
export { Secret, secret } from './config/secret.ts';
export type {
  OptionsSchema,
  SchemaInput,
  SchemaIssue,
  SchemaOutput,
  SchemaResult,
} from './config/standard-schema.ts';
export {
  createEventBus,
  type EventBus,
  type EventMap,
  type EventName,
  type Listener,
} from './events/event-bus.ts';
export { absent, defineFact, known, unknown } from './facts/define-fact.ts';
export { sha256Hex } from './hash/sha256.ts';
export { accountKey, accountPuts, readAccount } from './ledger/account-record.ts';
export { type AccountUnit, accountUnit } from './ledger/account-unit.ts';
export { bookKey, capCounter, type CapScope, counterKey, keyPart, type Measure } from './ledger/book-keys.ts';
export { executionKey, executionParts, hasEnded } from './ledger/execution-parts.ts';
export type { CommitParts, JoinCommit } from './ledger/join-commit.ts';
export { ExposureLedger } from './ledger/ledger.ts';
export type { LedgerOptions } from './ledger/ledger-options.ts';
export type { ExternalExposure } from './ledger/record-external.ts';
export type { Resized, ResizeRequest } from './ledger/resize-reservation.ts';
export { checkLedger, type LedgerFault } from './ledger/check-ledger.ts';
export { liveReservations } from './ledger/live-reservations.ts';
export { type ExposureReport, exposureReport, reservations } from './ledger/ledger-report.ts';
export type { Reservation, ReservationState } from './ledger/reservation.ts';
export { reserveParts } from './ledger/reserve-parts.ts';
export { takeIntent, type TakenIntent } from './ledger/take-intent.ts';
export { type LogFields, type Logger, silentLogger } from './logger/logger.ts';
export type { Middleware, StageRun } from './pipeline/middleware.ts';
export { type AnyFollowUp, type AnyStage, Pipeline } from './pipeline/pipeline.ts';
export { definePlugin, type Plugin, type PluginDefinition } from './plugin/plugin.ts';
export type { Binding, Registry, Resolver } from './plugin/registry.ts';
export { manyToken, type ManyToken, token, type Token } from './plugin/token.ts';
export {
  BOOK,
  CHANNELS,
  CLOCK,
  DRAW_PICTURE,
  EVENTS,
  EXECUTOR,
  FOLLOW_UPS,
  LOGGER,
  MIDDLEWARE,
  REDACTOR,
  STAGES,
  STORE,
  VENUE,
  WORKERS,
} from './plugin/tokens.ts';
export { type Policy, policyKey, readPolicy } from './policy/policy.ts';
export { enqueueParts, type EnqueueParts, liveCounter, lowLaneMaximum } from './queue/enqueue-parts.ts';
export {
  type ClaimOptions,
  type DeadJob,
  JobQueue,
  type JobQueueOptions,
  type QueueCounts,
} from './queue/job-queue.ts';
export { keepWorking, type KeepWorkingOptions } from './queue/keep-working.ts';
export { describeError, type ForeignError } from './redaction/describe-error.ts';
export { createRedactor, redacted, type Redactor } from './redaction/redactor.ts';
export {
  createRunner,
  type RunAllOptions,
  type Runner,
  type RunnerOptions,
  type RunReport,
} from './runner/create-runner.ts';
export { decisionKey } from './runner/plan-file.ts';
export { blockingCodes, type RunResult, type RunSummary, summarise } from './runner/run-result.ts';
export type { CommitDiagnostics } from './store/commit-diagnostics.ts';
export { commitSettled, type SettledResult, type WasApplied } from './store/commit-settled.ts';
export { defineStore, type StoreDefinition, type StoreFactory } from './store/define-store.ts';
export { memoryDriver, type MemoryStoreOptions } from './store/memory-driver.ts';
export { memoryStore } from './store/memory-store.ts';
export { assertStoreFits, type StoreNeeds } from './store/store-needs.ts';
export { openStore, type OpenStoreOptions } from './store/open-store.ts';
