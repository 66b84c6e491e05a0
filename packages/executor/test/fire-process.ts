/** Fires on symbols S0, S1, … of a store, as one of several processes; writes what it won, as JSON. */
import { openSqliteStore } from '@tradewarden/store-sqlite';
import { Safeguards } from '../src/safeguards/safeguards.ts';

const [path = '', count = '0'] = process.argv.slice(2);
const store = await openSqliteStore({ path });
const guards = new Safeguards({ store });
const won: string[] = [];
for (let index = 0; index < Number(count); index += 1) {
  const { blocked } = await guards.preventDoubleFire(`S${index}`, 'LONG');
  if (!blocked) won.push(`S${index}`);
}
await store.close();
process.stdout.write(JSON.stringify(won));
