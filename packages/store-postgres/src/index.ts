export { postgresLocation } from './connection-target.ts';
export { openPostgresStore, type PostgresStoreOptions } from './open-postgres-store.ts';
export { postgresDriver, type PostgresDriverOptions } from './postgres-driver.ts';
export { type PostgresOptions, postgresStore } from './postgres-store.ts';
export { postgresStoreExists } from './postgres-store-exists.ts';
