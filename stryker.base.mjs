// Mutation testing: what the tests would not notice if it were wrong. Every property makes 50 runs (TRADEWARDEN_RUNS). Not in
// CI: it takes an hour and more on 2 cores. `npm run mutation`, or of a part: `npm run mutation -- risk -m 'src/sizing/*.ts'`.
import { fileURLToPath } from 'node:url';

/** The settings of a package that is mutated. `url` is that of its own file, beside which `mutation.config.ts` stands. */
export const mutationOf = (url, sources) => ({
  plugins: ['@stryker-mutator/vitest-runner'],
  testRunner: 'vitest',
  // The sandbox is a copy of this package alone; the settings of the workspace lie outside of it.
  vitest: { configFile: fileURLToPath(new URL('mutation.config.ts', url)) },
  mutate: [sources, '!src/**/*.test.ts'],
  coverageAnalysis: 'perTest',
  concurrency: 1,
  // Constants of a module: every test would have to run for each. The tables of codes and rules have tests of their own.
  ignoreStatic: true,
  timeoutMS: 60_000,
  incremental: true,
  incrementalFile: '.stryker/incremental.json',
  jsonReporter: { fileName: '.stryker/mutation.json' },
  reporters: ['json', 'clear-text'],
  clearTextReporter: { allowColor: false, reportTests: false, logTests: false, reportMutants: false },
  thresholds: { high: 95, low: 85, break: 85 },
});
