import type { ChannelBench, ChannelSuiteOptions } from './channel-suite-options.ts';
import { deliveryCases } from './channel-laws/delivery-cases.ts';
import { renderCases } from './channel-laws/render-cases.ts';
import { stopCases } from './channel-laws/stop-cases.ts';
import type { TestFunction } from './store-suite-options.ts';

/** One law of the channel contract as a test; the name starts with its number. */
export interface ChannelCase {
  readonly name: string;
  readonly run: (bench: ChannelBench) => Promise<void> | void;
}

const cases: readonly ChannelCase[] = [...renderCases, ...deliveryCases, ...stopCases];

/**
 * The laws C1–C12 of a channel as tests, by what the channel says it can; they fail with `AssertionError`, so any
 * runner will do.
 */
export function channelSuite(test: TestFunction, { open }: ChannelSuiteOptions): void {
  for (const { name, run } of cases) {
    test(name, async () => {
      const bench = await open();
      try {
        await run(bench);
      } finally {
        await bench.channel.stop?.();
        await bench.close?.();
      }
    });
  }
}
