// Check-and-reserve commits on SQLite beside the raw engine doing one equally durable insert, called directly and
// behind a thread of its own as every store must that does not stall the event loop; interleaved in one run. Three of
// them: the least that checks and reserves; a reservation by itself (four records, two counters, an audit record); and
// a whole decision as the gate commits it.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openSqliteStore } from '@tradewarden/store-sqlite';
import { line, loops, type Measured, median } from '../measure.ts';
import { rawSqlite } from './raw-sqlite.ts';
import { rawWorker } from './raw-worker.ts';
import { reserve } from './reserve-commit.ts';
import { ratioOf, singleCaller, singleCommits } from './single-caller.ts';

const rounds = 21;
const ms = 300;
const least = { ofRaw: 0.5, manyOfOne: 5 };

const directory = mkdtempSync(join(tmpdir(), 'bench-commits-'));
try {
  const raw = rawSqlite(join(directory, 'raw.db'));
  const threaded = await rawWorker(join(directory, 'threaded.db'));
  const store = await openSqliteStore({ path: join(directory, 'store.db') });
  const one = await singleCaller(store, ms);
  const found = {
    raw: [] as Measured[],
    'raw behind a thread': [] as Measured[],
    'check and reserve': [] as Measured[],
    reservation: [] as Measured[],
    'whole decision': [] as Measured[],
    '64 callers': [] as Measured[],
  };
  for (let round = 0; round < rounds; round += 1) {
    const name = (index: number): string => `${round}-${index}`;
    found.raw.push(await loops({ callers: 1, ms }, async (index) => raw.insert(name(index))));
    found['raw behind a thread'].push(
      await loops({ callers: 1, ms }, (index) => threaded.insert(name(index))),
    );
    for (const commit of singleCommits) found[commit].push(await one[commit](String(round)));
    found['64 callers'].push(
      await loops({ callers: 64, ms }, (index) => reserve(store, `many${name(index)}`)),
    );
  }
  const rate = (runs: readonly Measured[]): number => median(runs.map(({ perSecond }) => perSecond));
  for (const [name, runs] of Object.entries(found)) {
    const middle = runs.find(({ perSecond }) => perSecond === rate(runs));
    if (middle !== undefined) console.log(line(name, middle));
  }
  for (const name of singleCommits) {
    const threads = ratioOf(found[name], found['raw behind a thread']);
    const direct = ratioOf(found[name], found.raw);
    console.log(
      `${name}, 1 caller: ${direct.toFixed(2)} of raw called directly, ${threads.toFixed(2)} of raw behind a thread`,
    );
  }
  const ofRaw = ratioOf(found['check and reserve'], found.raw);
  const manyOfOne = ratioOf(found['64 callers'], found.reservation);
  console.log(
    `check and reserve is ${ofRaw.toFixed(2)} of raw (wanted ${least.ofRaw}), 64 callers are ${manyOfOne.toFixed(2)} of 1 (wanted ${least.manyOfOne})`,
  );
  if (ofRaw < least.ofRaw || manyOfOne < least.manyOfOne) process.exitCode = 1;
  await store.close();
  await threaded.close();
  raw.close();
} finally {
  rmSync(directory, { recursive: true, force: true });
}
