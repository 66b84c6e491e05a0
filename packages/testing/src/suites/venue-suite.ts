import type { TestFunction } from './store-suite-options.ts';
import { accountCases } from './venue-laws/account-cases.ts';
import { cancelCases } from './venue-laws/cancel-cases.ts';
import { fillCases } from './venue-laws/fill-cases.ts';
import { requestCases } from './venue-laws/request-cases.ts';
import { VenueDesk } from './venue-laws/venue-desk.ts';
import type { VenueSuiteOptions } from './venue-suite-options.ts';

/** One law of the venue contract as a test; the name starts with its number. */
export interface VenueCase {
  readonly name: string;
  readonly run: (desk: VenueDesk) => Promise<void>;
}

const cases: readonly VenueCase[] = [...requestCases, ...cancelCases, ...fillCases, ...accountCases];

/**
 * The laws V1–V20 of a venue as tests, by what the venue says it can; they fail with `AssertionError`, so any runner
 * will do.
 */
export function venueSuite(test: TestFunction, { open }: VenueSuiteOptions): void {
  for (const { name, run } of cases) {
    test(name, async () => {
      const bench = await open();
      try {
        await bench.venue.start?.(new AbortController().signal);
        await run(new VenueDesk(bench));
      } finally {
        await bench.venue.stop?.();
        await bench.close?.();
      }
    });
  }
}
