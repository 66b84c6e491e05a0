import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openSqliteStore } from '@tradewarden/store-sqlite';
import { type LiquidationResult, runLiquidation } from './run-liquidation.ts';
import { twinCrash, writeTwinCandles } from './twin-candles.ts';

export const twinTitle = 'The liquidation hour, on generated markets';

/** The page that shows the twin, from the root of the repository. */
export const twinPage = 'docs/reports/liquidation-hour.md';

/** Plays the generated hour over a database in a folder of its own; `look` sees it before it is gone. */
export async function playTwin<T>(look: (result: LiquidationResult) => Promise<T>): Promise<T> {
  const directory = mkdtempSync(join(tmpdir(), 'tradewarden-twin-'));
  try {
    writeTwinCandles(join(directory, 'candles'), 20_251_010);
    const result = await runLiquidation({
      directory: join(directory, 'candles'),
      crash: twinCrash,
      hoursBefore: 8,
      hoursAfter: 8,
      openStore: (clock) => openSqliteStore({ path: join(directory, 'twin.db'), clock }),
    });
    try {
      return await look(result);
    } finally {
      await result.lineAtEnd.store.close();
    }
  } finally {
    rmSync(directory, { recursive: true });
  }
}
