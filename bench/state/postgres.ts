// Check-and-reserve commits on PostgreSQL beside the raw client doing one equally durable insert, interleaved in one run.
import { Client } from 'pg';
import { openPostgresStore } from '@tradewarden/store-postgres';
import { startPostgres } from '@tradewarden/testing/postgres';
import { line, loops, type Measured, median } from '../measure.ts';
import { reserve } from './reserve-commit.ts';

const rounds = 5;
const ms = 1000;
const least = 0.5;

const server = await startPostgres();
try {
  const url = await server.createDatabase('bench');
  const store = await openPostgresStore({ url });
  const client = new Client({ connectionString: url });
  await client.connect();
  await client.query('CREATE TABLE raw_row (id text PRIMARY KEY, value text NOT NULL)');
  const text = 'x'.repeat(400);
  const found = { raw: [] as Measured[], '1 caller': [] as Measured[], '64 callers': [] as Measured[] };
  for (let round = 0; round < rounds; round += 1) {
    const name = (index: number): string => `${round}-${index}`;
    found.raw.push(
      await loops({ callers: 1, ms }, async (index) => {
        await client.query('INSERT INTO raw_row VALUES ($1, $2)', [name(index), text]);
      }),
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
  console.log(
    `1 caller is ${ofRaw.toFixed(2)} of raw (wanted ${least}), 64 callers are ${(rate(found['64 callers']) / rate(found['1 caller'])).toFixed(2)} of 1 caller`,
  );
  if (ofRaw < least) process.exitCode = 1;
  await client.end();
  await store.close();
} finally {
  await server.stop();
}
