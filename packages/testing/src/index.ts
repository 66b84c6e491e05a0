export {
  type DriverCall,
  type DriverFault,
  type FaultPlan,
  type FaultRates,
  SeededFaults,
} from './fakes/driver-faults.ts';
export { faultyDriver } from './fakes/faulty-driver.ts';
export { overriddenDriver, overriddenStore } from './fakes/overridden-store.ts';
export { runsOf, searchRuns } from './suites/runs-of.ts';
export { storeSuite } from './suites/store-suite.ts';
export type { StoreSuiteOptions, TestFunction } from './suites/store-suite-options.ts';
export { samplePlan } from './builders/sample-plan.ts';
export { syncingDriver, type SyncingDriver, type SyncingDriverOptions } from './fakes/syncing-driver.ts';
export { simulateState } from './simulation/simulate-state.ts';
export type {
  SimulatedState,
  SimulationCoverage,
  SimulationOptions,
  SimulationRecipes,
  SimulationReport,
} from './simulation/simulation-options.ts';
export { runSimulations, type SimulationsOptions } from './simulation/run-simulations.ts';
export { runSharedSimulations, type SharedSimulationsOptions } from './simulation/run-shared-simulations.ts';
export { shrinkSimulation } from './simulation/shrink-simulation.ts';
export { connectionCodes } from './builders/connection-codes.ts';
export { firstDelivery } from './builders/first-delivery.ts';
export { hostileMessage } from './builders/hostile-message.ts';
export { hostilePlan, hostileText } from './builders/hostile-plan.ts';
export { linksOf, messageWords } from './builders/message-words.ts';
export { sampleMessage } from './builders/sample-message.ts';
export { drawPixel, samplePicture } from './builders/sample-picture.ts';
export { servedChannel, type ServedChannel } from './builders/served-channel.ts';
export { signalTexts } from './builders/signal-texts.ts';
export { channelSuite } from './suites/channel-suite.ts';
export type { ChannelBench, ChannelSuiteOptions } from './suites/channel-suite-options.ts';
export { type SmokeBench, smokeSuite, type SmokeSuiteOptions } from './suites/smoke-suite.ts';
export { checkVenueLedger } from './ledger/check-venue-ledger.ts';
export type {
  LatchedTime,
  LedgerOrder,
  LedgerPlan,
  LedgerQuestion,
  LedgerRecord,
  LedgerVerdict,
  LedgerViolation,
} from './ledger/ledger-record.ts';
export { venueSuite } from './suites/venue-suite.ts';
export type { VenueBench, VenueSuiteOptions } from './suites/venue-suite-options.ts';
