import { performance } from 'node:perf_hooks';

/** What a run took: how many per second, and percentiles of single latencies in milliseconds. */
export interface Measured {
  readonly perSecond: number;
  readonly p50: number;
  readonly p99: number;
  readonly longest: number;
}

export const percentile = (sorted: readonly number[], share: number): number =>
  sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? Number.NaN;

export const median = (values: readonly number[]): number =>
  percentile(
    values.toSorted((left, right) => left - right),
    0.5,
  );

export function measuredOf(latencies: readonly number[], elapsedMs: number): Measured {
  const sorted = latencies.toSorted((left, right) => left - right);
  return {
    perSecond: (latencies.length / elapsedMs) * 1000,
    p50: percentile(sorted, 0.5),
    p99: percentile(sorted, 0.99),
    longest: sorted.at(-1) ?? Number.NaN,
  };
}

/** Runs `callers` loops at once until `ms` have passed; `index` is never given twice. */
export async function loops(
  { callers, ms }: { readonly callers: number; readonly ms: number },
  call: (index: number) => Promise<void>,
): Promise<Measured> {
  const latencies: number[] = [];
  let index = 0;
  const started = performance.now();
  const loop = async (): Promise<void> => {
    while (performance.now() - started < ms) {
      const from = performance.now();
      index += 1;
      await call(index);
      latencies.push(performance.now() - from);
    }
  };
  await Promise.all(Array.from({ length: callers }, loop));
  return measuredOf(latencies, performance.now() - started);
}

export const line = (name: string, { perSecond, p50, p99, longest }: Measured): string =>
  `${name.padEnd(34)} ${perSecond.toFixed(0).padStart(7)}/s   p50 ${p50.toFixed(2)}  p99 ${p99.toFixed(2)}  longest ${longest.toFixed(1)} ms`;
