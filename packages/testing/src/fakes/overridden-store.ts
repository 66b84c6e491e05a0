import type { Store, StoreDriver } from '@tradewarden/core';

/** A store that does what `store` does, except for the methods given: for tests of what happens when it fails. */
export const overriddenStore = (store: Store, changes: Partial<Store>): Store => overridden(store, changes);

/** The same for a driver. */
export const overriddenDriver = (driver: StoreDriver, changes: Partial<StoreDriver>): StoreDriver =>
  overridden(driver, changes);

/** Methods stay bound to what they came from, whose private fields they may use. */
function overridden<T extends object>(whole: T, changes: Partial<T>): T {
  return new Proxy(whole, {
    get: (target, name) => {
      if (Object.hasOwn(changes, name)) return Reflect.get(changes, name) as unknown;
      const member: unknown = Reflect.get(target, name, target);
      return typeof member === 'function' ? (member.bind(target) as unknown) : member;
    },
  });
}
