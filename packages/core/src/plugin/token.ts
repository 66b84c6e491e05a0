declare const carried: unique symbol;

/** Names the one service of type `T`. Equal across duplicate copies of core. */
export interface Token<T> {
  readonly kind: 'one';
  readonly name: string;
  readonly key: symbol;
  /** Used when nothing is bound. */
  readonly fallback?: () => T;
  readonly [carried]?: () => T;
}

/** Names an ordered collection of services of type `T`; empty when nothing was added. */
export interface ManyToken<T> {
  readonly kind: 'many';
  readonly name: string;
  readonly key: symbol;
  readonly [carried]?: () => T;
}

export const token = <T>(name: string, options: { readonly fallback?: () => T } = {}): Token<T> =>
  Object.freeze({ kind: 'one' as const, name, key: Symbol.for(`@tradewarden/${name}`), ...options });

export const manyToken = <T>(name: string): ManyToken<T> =>
  Object.freeze({ kind: 'many' as const, name, key: Symbol.for(`@tradewarden/${name}`) });
