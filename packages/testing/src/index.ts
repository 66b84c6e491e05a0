export { overriddenDriver, overriddenStore } from './fakes/overridden-store.ts';
export { runsOf } from './suites/runs-of.ts';
export { storeSuite } from './suites/store-suite.ts';
export type { StoreSuiteOptions, TestFunction } from './suites/store-suite-options.ts';
export { samplePlan } from './builders/sample-plan.ts';
