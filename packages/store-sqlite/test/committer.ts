import { openSqliteStore } from '../src/open-sqlite-store.ts';
import { writeSync } from 'node:fs';

/**
 * A process that commits as fast as it can and says what was acknowledged: `committer.ts <path> <name> <cap>`.
 * Each commit books an amount against the cap, writes a record and an audit entry. Lines: `ok <index> <amount>`,
 * at last `full`; synchronous, so that what was said before a SIGKILL is heard.
 */
const [path = '', name = '', cap = ''] = process.argv.slice(2);
const store = await openSqliteStore({ path, deadlineMs: 60_000 });
const callers = 8;
let last = 0;

/** A pipe that its reader has not emptied yet refuses the whole line: it is short enough never to be split. */
function say(line: string): void {
  for (;;) {
    try {
      writeSync(1, line);
      return;
    } catch (error) {
      if (!(error instanceof Error && 'code' in error && error.code === 'EAGAIN')) throw error;
      Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 1);
    }
  }
}

async function commitUntilFull(): Promise<void> {
  for (;;) {
    last += 1;
    const index = last;
    const amount = 1 + (index % 7);
    const key = `record/${name}/${index}`;
    const result = await store.commit({
      checks: [{ key, version: 0 }],
      adds: [
        { counter: 'total', delta: amount, max: Number(cap) },
        { counter: `by/${name}`, delta: amount },
      ],
      puts: [{ key, value: { amount } }],
      appends: [{ log: 'audit', value: { key, amount } }],
    });
    if (result.ok) say(`ok ${index} ${amount}\n`);
    else if (amount === 1) return;
  }
}

await Promise.all(Array.from({ length: callers }, commitUntilFull));
await store.close();
say('full\n');
