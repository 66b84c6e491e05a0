import { type Container, ContainerRegistry } from '../container/container-registry.ts';
import type { Clock } from '../clock/clock.ts';
import type { Book, Mode } from '../domain/decision.ts';
import type { TradePlan } from '../domain/trade-plan.ts';
import { LifecycleError } from '../errors/lifecycle-errors.ts';
import { Pipeline } from '../pipeline/pipeline.ts';
import type { Stage } from '../pipeline/stage.ts';
import type { FollowUp } from '../pipeline/follow-up.ts';
import type { Plugin } from '../plugin/plugin.ts';
import type { Resolver } from '../plugin/registry.ts';
import type { ManyToken, Token } from '../plugin/token.ts';
import {
  BOOK,
  CHANNELS,
  CLOCK,
  EVENTS,
  EXECUTOR,
  FOLLOW_UPS,
  LOGGER,
  MIDDLEWARE,
  REDACTOR,
  STAGES,
  STORE,
  VENUE,
  WORKERS,
} from '../plugin/tokens.ts';
import { createRunner, type RunAllOptions, type Runner, type RunReport } from '../runner/create-runner.ts';
import type { Store } from '../store/store.ts';
import { assertStoreFits, type StoreNeeds } from '../store/store-needs.ts';
import type { Venue } from '../venue/venue.ts';
import type { RunResult } from '../runner/run-result.ts';
import { Lifecycle } from './lifecycle.ts';

export interface AppOptions {
  readonly mode: Mode;
  readonly account?: string;
  /** Your own tsyringe container; by default the app has one to itself. */
  readonly container?: Container;
  readonly clock?: Clock;
  /** See the runner's option of this name. */
  readonly adoptPolicy?: boolean;
  /** Who works on the store together; default `one`. A store that cannot be shared so far is refused at the start. */
  readonly processes?: StoreNeeds['processes'];
}

/** Holds the plugins; starts what they made in order of making, stops it in reverse, once. */
export class App implements AsyncDisposable, Resolver {
  readonly #options: AppOptions;
  readonly #registry: ContainerRegistry;
  readonly #plugins = new Set<string>();
  readonly #lifecycle = new Lifecycle();
  #runner: Runner | undefined;

  constructor(options: AppOptions) {
    const { clock, container } = options;
    this.#options = options;
    this.#registry = new ContainerRegistry({
      ...(container === undefined ? {} : { container }),
      onCreate: (service, name) => this.#lifecycle.made(service, name),
    });
    if (clock !== undefined) this.#registry.override(CLOCK).to(() => clock);
    this.#registry.bind(BOOK).to((resolver): Book => ({
      account: options.account ?? 'main',
      mode: options.mode,
      venue: resolver.find(VENUE)?.id ?? 'none',
    }));
  }

  /** @throws {LifecycleError} a required plugin was not used before. @throws {BindingError} a second store, venue or executor. */
  use(plugin: Plugin): this {
    const missing = (plugin.requires ?? []).filter((name) => !this.#plugins.has(name));
    if (missing.length > 0) {
      throw new LifecycleError(
        'PLUGIN_REQUIREMENT_MISSING',
        `${plugin.name} needs ${missing.join(', ')}, used before it`,
      );
    }
    plugin.register(this.#registry);
    this.#plugins.add(plugin.name);
    return this;
  }

  get<T>(token: Token<T>): T {
    return this.#registry.get(token);
  }

  find<T>(token: Token<T>): T | undefined {
    return this.#registry.find(token);
  }

  all<T>(token: ManyToken<T>): readonly T[] {
    return this.#registry.all(token);
  }

  /** Makes everything, then starts it. @throws {LifecycleError} names what did not start; the rest is stopped again. */
  async start(): Promise<void> {
    const { mode, account = 'main', adoptPolicy = false } = this.#options;
    const registry = this.#registry;
    // Fallbacks are bound now, so that classes in a user's own container find them.
    const clock = registry.get(CLOCK);
    for (const token of [LOGGER, EVENTS, REDACTOR] as const) registry.get<unknown>(token);
    const store = registry.get(STORE);
    const venue = registry.find(VENUE);
    registry.find(EXECUTOR);
    for (const token of [CHANNELS, WORKERS] as const) registry.all<unknown>(token);
    const pipeline = this.#pipeline();
    await this.#lifecycle.start(() => this.#assertStore(store, venue));
    const events = registry.get(EVENTS);
    this.#runner = createRunner({
      pipeline,
      store,
      account,
      mode,
      clock,
      adoptPolicy,
      ...(venue === undefined ? {} : { venue: venue.id }),
      onResult: (result) => events.publish('plan.decided', result),
    });
  }

  preview(input: unknown): Promise<RunResult> {
    return this.#started().preview(input);
  }

  run(input: unknown): Promise<RunResult> {
    return this.#started().run(input);
  }

  runAll(inputs: readonly unknown[] | AsyncIterable<unknown>, options?: RunAllOptions): Promise<RunReport> {
    return this.#started().runAll(inputs, options);
  }

  /** Lets every worker do what is due, until nothing is. */
  async drain(signal?: AbortSignal): Promise<void> {
    this.#started();
    for (;;) {
      let worked = 0;
      for (const worker of this.all(WORKERS)) worked += (await worker.drain(signal)).worked;
      if (worked === 0) return;
    }
  }

  /** Idempotent. @throws {LifecycleError} after everything was tried, with what went wrong as its cause. */
  stop(): Promise<void> {
    this.#runner = undefined;
    return this.#lifecycle.stop();
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.stop();
  }

  /** Once the store is open, before anything is decided. @throws {StoreTooWeakError} */
  #assertStore(store: Store, venue: Venue | undefined): void {
    const { processes = 'one' } = this.#options;
    assertStoreFits(store.description, { external: venue?.capabilities.external ?? false, processes });
  }

  #pipeline(): Pipeline<TradePlan, unknown> {
    let pipeline: Pipeline<TradePlan, unknown> = Pipeline.of<TradePlan>();
    for (const middleware of this.all(MIDDLEWARE)) pipeline = pipeline.use(middleware);
    for (const stage of this.all(STAGES)) pipeline = pipeline.stage(stage as Stage<unknown, unknown>);
    for (const followUp of this.all(FOLLOW_UPS)) pipeline = pipeline.followUp(followUp as FollowUp<unknown>);
    return pipeline;
  }

  #started(): Runner {
    if (this.#runner === undefined)
      throw new LifecycleError('LIFECYCLE', 'the app is not started, or has been stopped');
    return this.#runner;
  }
}

export const createApp = (options: AppOptions): App => new App(options);
