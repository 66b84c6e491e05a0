// Check-and-reserve commits on SQLite beside the raw engine doing one equally durable insert, interleaved in one run.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openSqliteStore } from '@tradewarden/store-sqlite';
import { line, loops, type Measured, median } from '../measure.ts';
import { rawSqlite } from './raw-sqlite.ts';
import { reserve } from './reserve-commit.ts';

const rounds = 5;
const ms = 1000;
const directory = mkdtempSync(join(tmpdir(), 'bench-commits-'));
try {
  const raw = rawSqlite(join(directory, 'raw.db'));
  const store = await openSqliteStore({ path: join(directory, 'store.db') });
  const found: { readonly raw: Measured[]; readonly one: Measured[]; readonly many: Measured[] } = {
    raw: [],
    one: [],
    many: [],
  };
  for (let round = 0; round < rounds; round += 1) {
    found.raw.push(await loops({ callers: 1, ms }, async (index) => raw.insert(`${round}-${index}`)));
    found.one.push(await loops({ callers: 1, ms }, (index) => reserve(store, `one-${round}-${index}`)));
    found.many.push(await loops({ callers: 64, ms }, (index) => reserve(store, `many-${round}-${index}`)));
  }
  for (const [name, runs] of Object.entries(found)) for (const run of runs) console.log(line(name, run));
  const rate = (runs: readonly Measured[]) => median(runs.map(({ perSecond }) => perSecond));
  console.log(
    `one / raw ${(rate(found.one) / rate(found.raw)).toFixed(2)}; many / one ${(rate(found.many) / rate(found.one)).toFixed(2)}`,
  );
  await store.close();
  raw.close();
} finally {
  rmSync(directory, { recursive: true, force: true });
}
