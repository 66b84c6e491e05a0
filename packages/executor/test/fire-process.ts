/** Fires on symbols S0, S1, … of a store, as one of several processes; writes what it won, as JSON. */
import { openSqliteStore } from '@tradewarden/store-sqlite';
import { doubleFireKey, fireClaim } from '../src/safeguards/fire-claims.ts';

const [path = '', owner = '', count = '0'] = process.argv.slice(2);
const store = await openSqliteStore({ path });
const book = { account: 'main', mode: 'paper', venue: 'sim' } as const;
const won: string[] = [];
for (let index = 0; index < Number(count); index += 1) {
  const key = doubleFireKey(book, `S${index}`, 'LONG');
  const parts = await fireClaim(store, book, { key, owner, windowMs: 900_000 });
  if (!('owner' in parts) && parts.puts !== undefined && (await store.commit(parts)).ok)
    won.push(`S${index}`);
}
await store.close();
process.stdout.write(JSON.stringify(won));
