import type { Check } from '../store/store-driver.ts';
import type { Entry, Store } from '../store/store.ts';

/** Reads state for one evaluation and remembers every version: what was read becomes a check of the commit. */
export class Snapshot {
  readonly #store: Pick<Store, 'get'>;
  readonly #read = new Map<string, Entry | null>();

  constructor(store: Pick<Store, 'get'>) {
    this.#store = store;
  }

  async get(keys: readonly string[]): Promise<readonly (Entry | null)[]> {
    const missing = [...new Set(keys)].filter((key) => !this.#read.has(key));
    if (missing.length > 0) {
      const found = await this.#store.get(missing);
      for (const [index, key] of missing.entries()) this.#read.set(key, found[index] ?? null);
    }
    return keys.map((key) => this.#read.get(key) ?? null);
  }

  checks(): readonly Check[] {
    return [...this.#read].map(([key, entry]) => ({ key, version: entry?.version ?? 0 }));
  }
}
