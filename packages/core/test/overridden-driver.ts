import type { StoreDriver } from '../src/store/store-driver.ts';

/** A driver that does what `driver` does, except for the methods given. */
export function overriddenDriver(driver: StoreDriver, changes: Partial<StoreDriver>): StoreDriver {
  return {
    specification: driver.specification,
    description: driver.description,
    get: async (keys) => driver.get(keys),
    counters: async (names) => driver.counters(names),
    scan: async (query) => driver.scan(query),
    commit: async (batch) => driver.commit(batch),
    read: async (log, query) => driver.read(log, query),
    head: async (log) => driver.head(log),
    close: async () => driver.close(),
    ...changes,
  };
}
