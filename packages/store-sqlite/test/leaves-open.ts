import { openSqliteStore } from '../src/open-sqlite-store.ts';

/** Commits, and leaves the store open: the process has to end by itself, after the answer. */
const store = await openSqliteStore({ path: process.argv[2] ?? '' });
await store.get(['a']);
const { ok } = await store.commit({ puts: [{ key: 'a', value: 1 }] });
process.stdout.write(ok ? 'committed\n' : 'refused\n');
