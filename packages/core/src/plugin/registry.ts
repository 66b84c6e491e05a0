import type { ManyToken, Token } from './token.ts';

export interface Resolver {
  /** @throws {BindingError} nothing is bound and there is no fallback. */
  get<T>(token: Token<T>): T;
  find<T>(token: Token<T>): T | undefined;
  all<T>(token: ManyToken<T>): readonly T[];
}

export interface Binding<T> {
  /** Called once, when first asked for. */
  to(factory: (resolver: Resolver) => T): void;
}

export interface Registry {
  /** @throws {BindingError} the token is bound already. */
  bind<T>(token: Token<T>): Binding<T>;
  /** Replaces what is bound, on purpose. */
  override<T>(token: Token<T>): Binding<T>;
  add<T>(token: ManyToken<T>): Binding<T>;
}
