import { openSqliteStore } from '../src/open-sqlite-store.ts';

/** Commits one after the other: `one-by-one.ts <path> <full|normal> <count>`; says how many were acknowledged. */
const [path = '', level = '', count = ''] = process.argv.slice(2);
const store = await openSqliteStore({ path, synchronous: level === 'full' ? 'full' : 'normal' });
let acknowledged = 0;
while (acknowledged < Number(count)) {
  const key = `k/${acknowledged}`;
  const { ok } = await store.commit({ checks: [{ key, version: 0 }], puts: [{ key, value: 1 }] });
  if (!ok) throw new Error(`${key} was refused`);
  acknowledged += 1;
}
await store.close();
process.stdout.write(`${acknowledged} ${store.description.durability}\n`);
