import { type Clock, type Store, type StoreDescription, StoreUnavailableError } from '@tradewarden/core';

/** For how long a store that could not be opened is not tried again. */
const restMs = 2000;

/**
 * A store that cannot be opened yet: calls try to, and are refused until it succeeds, at once when that was tried just
 * now. For a kill, which goes on without a store and uses it as soon as it is there.
 */
export function lateStore(open: () => Promise<Store>, clock: Clock): Store {
  let opening: Promise<Store> | undefined;
  let failedAt: number | undefined;
  const opened = async (): Promise<Store> => {
    if (failedAt !== undefined && clock.now() >= failedAt + restMs)
      [opening, failedAt] = [undefined, undefined];
    opening ??= open();
    try {
      return await opening;
    } catch (error) {
      failedAt ??= clock.now();
      const reason = error instanceof Error ? error.message : String(error);
      throw new StoreUnavailableError(reason, error);
    }
  };
  return {
    specification: 'store/v1',
    description: notOpened,
    get: async (keys) => (await opened()).get(keys),
    counters: async (names) => (await opened()).counters(names),
    scan: async (query) => (await opened()).scan(query),
    commit: async (commit) => (await opened()).commit(commit),
    read: async (log, query) => (await opened()).read(log, query),
    head: async (log) => (await opened()).head(log),
    claim: async (query) => (await opened()).claim(query),
    trim: async (log, upTo) => (await opened()).trim(log, upTo),
    backup: async (file) => (await opened()).backup(file),
    watch: () => () => {},
    now: () => clock.now(),
    close: async () => (await opening?.catch(() => undefined))?.close(),
  };
}

/** Nothing is promised of what has not been seen. */
const notOpened: StoreDescription = {
  name: 'not opened',
  schema: 0,
  engineVersion: '',
  durability: 'none',
  sharing: 'process',
  parallelCommits: 1,
  maximumBatch: 1,
  location: 'not opened',
  abilities: [],
  settings: {},
};
