import { memoryDriver, type MemoryStoreOptions } from './memory-driver.ts';
import { openStore } from './open-store.ts';
import type { Store } from './store.ts';

/** A store for tests and previews. External venues refuse it: nothing survives the process. */
export function memoryStore(options: MemoryStoreOptions = {}): Store {
  return openStore(memoryDriver(options), options);
}
