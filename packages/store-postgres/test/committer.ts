import { openPostgresStore } from '../src/index.ts';

/**
 * A process that commits as fast as it can until the cap is reached, and tells its parent what was acknowledged:
 * `committer.ts <name> <cap>`, with the address of the database in `STORE_URL`.
 */
const [name = '', cap = ''] = process.argv.slice(2);
const store = await openPostgresStore({ url: process.env['STORE_URL'] ?? '', deadlineMs: 60_000 });
const callers = 8;
let last = 0;

async function commitUntilFull(): Promise<void> {
  for (;;) {
    last += 1;
    const amount = 1 + (last % 7);
    const key = `record/${name}/${last}`;
    const result = await store.commit({
      checks: [{ key, version: 0 }],
      adds: [
        { counter: 'total', delta: amount, max: Number(cap) },
        { counter: `by/${name}`, delta: amount },
      ],
      puts: [{ key, value: { key, amount } }],
      appends: [{ log: 'audit', value: { key, amount } }],
    });
    if (result.ok) process.send?.(key);
    else if (amount === 1) return;
  }
}

await Promise.all(Array.from({ length: callers }, commitUntilFull));
await store.close();
process.disconnect();
