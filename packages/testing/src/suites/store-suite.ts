import { operationTimes } from './operation-times.ts';
import { StoreBench } from './store-bench.ts';
import { abilityCases } from './store-laws/ability-cases.ts';
import { atomicCases } from './store-laws/atomic-cases.ts';
import { boundCases } from './store-laws/bound-cases.ts';
import { claimCases } from './store-laws/claim-cases.ts';
import { contentionCases } from './store-laws/contention-cases.ts';
import { durabilityCases } from './store-laws/durability-cases.ts';
import { expiryCases } from './store-laws/expiry-cases.ts';
import { logCases } from './store-laws/log-cases.ts';
import { modelCases } from './store-laws/model-cases.ts';
import { scanCases } from './store-laws/scan-cases.ts';
import { snapshotCases } from './store-laws/snapshot-cases.ts';
import { valueCases } from './store-laws/value-cases.ts';
import { versionCases } from './store-laws/version-cases.ts';
import { StoreReport } from './store-report.ts';
import type { StoreSuiteOptions, TestFunction } from './store-suite-options.ts';

const cases = [
  ...atomicCases,
  ...contentionCases,
  ...versionCases,
  ...boundCases,
  ...logCases,
  ...snapshotCases,
  ...durabilityCases,
  ...expiryCases,
  ...scanCases,
  ...valueCases,
  ...modelCases,
  ...claimCases,
  ...abilityCases,
];

/**
 * The laws L1–L14 of a store driver as tests, and A0–A4 of what it can do beyond them, each named by its law; they fail with `AssertionError`, so any runner
 * will do. Every case works on an empty store of its own.
 *
 * ```ts
 * const clock = new VirtualClock(Date.UTC(2026, 0, 1));
 * storeSuite(test, { clock, durable: true, open: async (name) => myDriver({ namespace: name, clock }) });
 * ```
 */
export function storeSuite(test: TestFunction, options: StoreSuiteOptions): void {
  const outcomes = new StoreReport();
  for (const [index, { name, run }] of cases.entries()) {
    test(name, async () => {
      const bench = new StoreBench(options, `case-${index + 1}`);
      try {
        await run(bench);
        const { skipped: reason } = bench;
        outcomes.record(name, reason === undefined ? { status: 'passed' } : { status: 'skipped', reason });
      } catch (error) {
        const [reason = ''] = String(error).split('\n');
        outcomes.record(name, { status: 'failed', reason });
        throw error;
      } finally {
        await bench.closeAll();
      }
    });
  }
  const { report } = options;
  if (report === undefined) return;
  test('report of the laws, and of how long commits and reads take', async () => {
    const bench = new StoreBench(options, 'report');
    try {
      const driver = await bench.open();
      report(outcomes.markdown(driver.description, await operationTimes(driver)));
    } finally {
      await bench.closeAll();
    }
  });
}
