// These two imports stay together and in this order: tsyringe throws on import without the polyfill.
import 'reflect-metadata';
import { type DependencyContainer, type InjectionToken, container as root } from 'tsyringe';
import { BindingError } from '../errors/lifecycle-errors.ts';
import type { Binding, Registry, Resolver } from '../plugin/registry.ts';
import type { ManyToken, Token } from '../plugin/token.ts';

/** The tsyringe container, named here so that no other file needs tsyringe. */
export type Container = DependencyContainer;

export interface ContainerRegistryOptions {
  /** A container of the user's own; by default one apart from tsyringe's global one. */
  readonly container?: Container;
  /** Called for every service when it is first made, in order. */
  readonly onCreate?: (service: unknown, name: string) => void;
}

const keyOf = <T>(token: Token<T> | ManyToken<T>): InjectionToken<T> => token.key;

/** The only file that knows tsyringe: factories by token, made once, cycles and gaps named. */
export class ContainerRegistry implements Registry, Resolver {
  readonly #container: Container;
  readonly #onCreate: (service: unknown, name: string) => void;
  readonly #counts = new Map<symbol, number>();
  readonly #making: string[] = [];
  readonly #classes = new Map<symbol, readonly unknown[]>();

  constructor({
    container = root.createChildContainer(),
    onCreate = () => {},
  }: ContainerRegistryOptions = {}) {
    this.#container = container;
    this.#onCreate = onCreate;
  }

  bind<T>(token: Token<T>): Binding<T> {
    if (this.#container.isRegistered(keyOf(token))) {
      throw new BindingError(
        'BINDING_DUPLICATE',
        `${token.name} is already bound; use override() to replace it`,
      );
    }
    return this.override(token);
  }

  override<T>(token: Token<T>): Binding<T> {
    return { to: (factory) => this.#register(token, token.name, factory) };
  }

  add<T>(token: ManyToken<T>): Binding<T> {
    return {
      to: (factory) => {
        const index = this.#counts.get(token.key) ?? 0;
        this.#counts.set(token.key, index + 1);
        this.#register(token, `${token.name}[${index}]`, factory);
      },
    };
  }

  get<T>(token: Token<T>): T {
    const found = this.find(token);
    if (found === undefined) throw new BindingError('BINDING_MISSING', `nothing is bound to ${token.name}`);
    return found;
  }

  find<T>(token: Token<T>): T | undefined {
    if (this.#container.isRegistered(keyOf(token), true)) return this.#container.resolve(keyOf(token));
    if (token.fallback === undefined) return undefined;
    const { fallback } = token;
    this.#register(token, token.name, () => fallback());
    return this.#container.resolve(keyOf(token));
  }

  /** Resolved once: a class that the user registered as transient still is one service here. */
  all<T>(token: ManyToken<T>): readonly T[] {
    if (!this.#container.isRegistered(keyOf(token), true)) return [];
    const known = this.#classes.get(token.key);
    if (known !== undefined) return known as readonly T[];
    const made = this.#container.resolveAll(keyOf(token));
    this.#classes.set(token.key, made);
    return made;
  }

  #register<T>(token: Token<T> | ManyToken<T>, name: string, factory: (resolver: Resolver) => T): void {
    this.#classes.delete(token.key);
    let made: { readonly service: T } | undefined;
    this.#container.register(keyOf(token), {
      useFactory: () => {
        made ??= { service: this.#make(name, factory) };
        return made.service;
      },
    });
  }

  #make<T>(name: string, factory: (resolver: Resolver) => T): T {
    if (this.#making.includes(name)) {
      throw new BindingError('BINDING_CYCLE', `cycle: ${[...this.#making, name].join(' -> ')}`);
    }
    this.#making.push(name);
    try {
      const service = factory(this);
      this.#onCreate(service, name);
      return service;
    } finally {
      this.#making.pop();
    }
  }
}
