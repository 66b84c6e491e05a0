// Check-and-reserve commits on SQLite beside the raw engine doing one equally durable insert, called directly and
// behind a thread of its own as every store must that does not stall the event loop; interleaved in one run. A
// reservation is what an approval commits: four records, two counters, an audit record; a plain one is the least.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openSqliteStore } from '@tradewarden/store-sqlite';
import { line, loops, type Measured, median } from '../measure.ts';
import { rawSqlite } from './raw-sqlite.ts';
import { rawWorker } from './raw-worker.ts';
import { reserve, reservePlainly } from './reserve-commit.ts';

const rounds = 21;
const ms = 300;
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
    '1 caller, plain': [] as Measured[],
    '64 callers': [] as Measured[],
  };
  for (let round = 0; round < rounds; round += 1) {
    const name = (index: number): string => `${round}-${index}`;
    found.raw.push(await loops({ callers: 1, ms }, async (index) => raw.insert(name(index))));
    found['raw behind a thread'].push(
      await loops({ callers: 1, ms }, (index) => threaded.insert(name(index))),
    );
    found['1 caller'].push(await loops({ callers: 1, ms }, (index) => reserve(store, `one${name(index)}`)));
    found['1 caller, plain'].push(
      await loops({ callers: 1, ms }, (index) => reservePlainly(store, name(index))),
    );
    found['64 callers'].push(
      await loops({ callers: 64, ms }, (index) => reserve(store, `many${name(index)}`)),
    );
  }
  const rate = (runs: readonly Measured[]): number => median(runs.map(({ perSecond }) => perSecond));
  for (const [name, runs] of Object.entries(found)) {
    const middle = runs.find(({ perSecond }) => perSecond === rate(runs));
    if (middle !== undefined) console.log(line(name, middle));
  }
  // Of each round, since a disk that others use may be slow for seconds.
  const ratio = (name: keyof typeof found, to: keyof typeof found): number =>
    median(found[name].map(({ perSecond }, round) => perSecond / (found[to][round]?.perSecond ?? 0)));
  for (const name of ['1 caller, plain', '1 caller'] as const) {
    const [threads, direct] = [ratio(name, 'raw behind a thread'), ratio(name, 'raw')];
    console.log(
      `${name}: ${threads.toFixed(2)} of raw behind a thread, ${direct.toFixed(2)} of raw called directly`,
    );
  }
  const [ofRaw, manyOfOne] = [ratio('1 caller', 'raw'), ratio('64 callers', '1 caller')];
  console.log(
    `1 caller is ${ofRaw.toFixed(2)} of raw (wanted ${least.ofRaw}), 64 callers are ${manyOfOne.toFixed(2)} of 1 caller (wanted ${least.manyOfOne})`,
  );
  if (ofRaw < least.ofRaw || manyOfOne < least.manyOfOne) process.exitCode = 1;
  await store.close();
  await threaded.close();
  raw.close();
} finally {
  rmSync(directory, { recursive: true, force: true });
}
