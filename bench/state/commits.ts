// Check-and-reserve commits on SQLite beside the raw engine doing one equally durable insert, called directly and
// behind a thread of its own as every store must that does not stall the event loop; interleaved in one run.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openSqliteStore } from '@tradewarden/store-sqlite';
import { line, loops, type Measured, median } from '../measure.ts';
import { rawSqlite } from './raw-sqlite.ts';
import { rawWorker } from './raw-worker.ts';
import { reserve } from './reserve-commit.ts';

const rounds = 7;
const ms = 800;
const least = { ofRaw: 0.5, manyOfOne: 5 };

const directory = mkdtempSync(join(tmpdir(), 'bench-commits-'));
try {
  const raw = rawSqlite(join(directory, 'raw.db'));
  const threaded = await rawWorker(join(directory, 'threaded.db'));
  const store = await openSqliteStore({ path: join(directory, 'store.db') });
  const found = {
    raw: [] as Measured[],
    'raw behind a thread': [] as Measured[],
    '1 caller': [] as Measured[],
    '64 callers': [] as Measured[],
  };
  for (let round = 0; round < rounds; round += 1) {
    const name = (index: number): string => `${round}-${index}`;
    found.raw.push(await loops({ callers: 1, ms }, async (index) => raw.insert(name(index))));
    found['raw behind a thread'].push(
      await loops({ callers: 1, ms }, (index) => threaded.insert(name(index))),
    );
    found['1 caller'].push(await loops({ callers: 1, ms }, (index) => reserve(store, `one${name(index)}`)));
    found['64 callers'].push(
      await loops({ callers: 64, ms }, (index) => reserve(store, `many${name(index)}`)),
    );
  }
  const rate = (runs: readonly Measured[]): number => median(runs.map(({ perSecond }) => perSecond));
  for (const [name, runs] of Object.entries(found)) {
    const middle = runs.find(({ perSecond }) => perSecond === rate(runs));
    if (middle !== undefined) console.log(line(name, middle));
  }
  const ofRaw = rate(found['1 caller']) / rate(found.raw);
  const ofThreaded = rate(found['1 caller']) / rate(found['raw behind a thread']);
  const manyOfOne = rate(found['64 callers']) / rate(found['1 caller']);
  console.log(
    `1 caller is ${ofThreaded.toFixed(2)} of raw behind a thread, ${ofRaw.toFixed(2)} of raw called directly (wanted ${least.ofRaw})`,
  );
  console.log(`64 callers are ${manyOfOne.toFixed(2)} of 1 caller (wanted ${least.manyOfOne})`);
  if (ofRaw < least.ofRaw || manyOfOne < least.manyOfOne) process.exitCode = 1;
  await store.close();
  await threaded.close();
  raw.close();
} finally {
  rmSync(directory, { recursive: true, force: true });
}
