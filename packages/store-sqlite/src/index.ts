export { openSqliteStore, type SqliteStoreOptions } from './open-sqlite-store.ts';
export { sqliteDriver, type SqliteDriverOptions } from './sqlite-driver.ts';
export { type SqliteOptions, sqliteStore } from './sqlite-store.ts';
export { removeDatabase, replaceDatabase, type ReplaceRequest } from './replace-database.ts';
