export { type PostgresOptions, startPostgres } from './start-postgres.ts';
export type { TestPostgres } from './test-postgres.ts';
