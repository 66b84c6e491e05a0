import { StoreUnknownError } from '../src/errors/store-errors.ts';
import type { Commit, Store } from '../src/store/store.ts';

/** A store that does what `store` does, except for the methods given. */
export const overriddenStore = (store: Store, changes: Partial<Store>): Store =>
  new Proxy(store, {
    get: (target, name) => {
      const member: unknown = Reflect.get(changes, name) ?? Reflect.get(target, name, target);
      return typeof member === 'function' ? (member.bind(target) as unknown) : member;
    },
  });

/** One where something else happens before its first commit. */
export function disturbedStore(store: Store, first: (commit: Commit) => Promise<unknown>): Store {
  let isCalm = false;
  return overriddenStore(store, {
    commit: async (commit) => {
      if (!isCalm) {
        isCalm = true;
        await first(commit);
      }
      return store.commit(commit);
    },
  });
}

/** One whose first commit gets no answer, and is made or not. */
export const lossyStore = (store: Store, isMade: boolean): Store =>
  disturbedStore(store, async (commit) => {
    if (isMade) await store.commit(commit);
    throw new StoreUnknownError('no answer');
  });
