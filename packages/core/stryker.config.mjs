// Mutation testing of the trading states, as packages/risk has it for sizing, exposure, rules and breakers. Not in CI.
// `npm run mutation -- core`, or of a part: `npm run mutation -- core -m 'src/latch/latch.ts'`.
import { fileURLToPath } from 'node:url';

const config = {
  plugins: ['@stryker-mutator/vitest-runner'],
  testRunner: 'vitest',
  // The sandbox is a copy of this package alone; the settings of the workspace lie outside of it.
  vitest: { configFile: fileURLToPath(new URL('mutation.config.ts', import.meta.url)) },
  mutate: ['src/latch/**/*.ts', '!src/**/*.test.ts'],
  coverageAnalysis: 'perTest',
  concurrency: 1,
  ignoreStatic: true,
  timeoutMS: 60_000,
  incremental: true,
  incrementalFile: '.stryker/incremental.json',
  jsonReporter: { fileName: '.stryker/mutation.json' },
  reporters: ['json', 'clear-text'],
  clearTextReporter: { allowColor: false, reportTests: false, logTests: false, reportMutants: false },
  thresholds: { high: 95, low: 85, break: 85 },
};

export default config;
