// Check-and-reserve commits on PostgreSQL beside the raw client doing one equally durable insert, interleaved in one run:
// the least that checks and reserves, a reservation by itself, and a whole decision as the gate commits it.
import { Client } from 'pg';
import { openPostgresStore } from '@tradewarden/store-postgres';
import { startPostgres } from '@tradewarden/testing/postgres';
import { line, loops, type Measured, median } from '../measure.ts';
import { reserve } from './reserve-commit.ts';
import { ratioOf, singleCaller, singleCommits } from './single-caller.ts';

const rounds = 15;
const ms = 400;
const least = 0.5;

const server = await startPostgres();
try {
  const url = await server.createDatabase('bench');
  const store = await openPostgresStore({ url });
  const client = new Client({ connectionString: url });
  await client.connect();
  await client.query('CREATE TABLE raw_row (id text PRIMARY KEY, value text NOT NULL)');
  const text = 'x'.repeat(400);
  const one = await singleCaller(store, ms);
  const found = {
    raw: [] as Measured[],
    'check and reserve': [] as Measured[],
    reservation: [] as Measured[],
    'whole decision': [] as Measured[],
    '64 callers': [] as Measured[],
  };
  for (let round = 0; round < rounds; round += 1) {
    const name = (index: number): string => `${round}-${index}`;
    found.raw.push(
      await loops({ callers: 1, ms }, async (index) => {
        await client.query('INSERT INTO raw_row VALUES ($1, $2)', [name(index), text]);
      }),
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
  for (const name of singleCommits)
    console.log(`${name}, 1 caller: ${ratioOf(found[name], found.raw).toFixed(2)} of raw`);
  const ofRaw = ratioOf(found['check and reserve'], found.raw);
  console.log(
    `check and reserve is ${ofRaw.toFixed(2)} of raw (wanted ${least}), 64 callers are ${ratioOf(found['64 callers'], found.reservation).toFixed(2)} of 1`,
  );
  if (ofRaw < least) process.exitCode = 1;
  await client.end();
  await store.close();
} finally {
  await server.stop();
}
