import { postgresDriver } from '../src/postgres-driver.ts';

/** Opens the store at `migrating.ts <url>`, which makes its tables, and says `done`. */
const driver = await postgresDriver({
  url: process.argv[2] ?? '',
  statementTimeoutMs: 60_000,
  lockTimeoutMs: 60_000,
});
await driver.close();
process.stdout.write('done\n');
