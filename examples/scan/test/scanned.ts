import { join } from 'node:path';
import { memoryStore, type Store, VirtualClock } from '@tradewarden/core';
import type { RecordedMarket } from '@tradewarden/venue-sim';
import { runScan, type ScanOptions, type ScanReport } from '../src/run-scan.ts';

/** The 14 real symbols, where they are at hand. */
export const realCandles: string = join(import.meta.dirname, '../../../../shared/data/ohlcv/bybit-perp-2025');

export interface ScannedMarket {
  readonly market: (clock: VirtualClock) => RecordedMarket;
  readonly top: number;
  readonly faults?: NonNullable<ScanOptions['faults']>;
}

/** Scans and trades a market in memory, with nobody told. */
export async function scanned({
  market,
  top,
  faults,
}: ScannedMarket): Promise<{ readonly report: ScanReport; readonly store: Store }> {
  const clock = new VirtualClock();
  const store = memoryStore({ clock });
  const report = await runScan({
    profile: 'balanced',
    symbols: { top },
    notify: false,
    execute: true,
    market: market(clock),
    clock,
    store,
    account: 'main',
    balance: '10000',
    ...(faults === undefined ? {} : { faults }),
  });
  return { report, store };
}
