declare const approved: unique symbol;

/** What has passed a gate. Minted in two places only: by the gate in memory, and by `takeIntent` from a committed decision. */
export type Approved<T extends object> = Readonly<T> & { readonly [approved]: true };

const registry = Symbol.for('@tradewarden/approvals');
type Holder = { [registry]?: WeakSet<object> };

/** On the global object, so that two copies of core in one process recognise each other's approvals. */
function approvals(): WeakSet<object> {
  const holder = globalThis as Holder;
  return (holder[registry] ??= new WeakSet());
}

/** Seals a copy of `value` as approved. For gates: reached through `@tradewarden/core/gate` only. */
export function approve<T extends object>(value: T): Approved<T> {
  const sealed = Object.freeze({ ...value });
  approvals().add(sealed);
  return sealed as Approved<T>;
}

/** Whether `value` was sealed by {@link approve}; a copy of it is not. */
export const isApproved = (value: object): boolean => approvals().has(value);
