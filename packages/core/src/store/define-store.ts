import type { Clock } from '../clock/clock.ts';
import { systemClock } from '../clock/system-clock.ts';
import { parseOptions } from '../config/parse-options.ts';
import type { OptionsSchema, SchemaInput, SchemaOutput } from '../config/standard-schema.ts';
import { LifecycleError } from '../errors/lifecycle-errors.ts';
import type { Plugin } from '../plugin/plugin.ts';
import { CLOCK, REDACTOR, STORE } from '../plugin/tokens.ts';
import { openStore } from './open-store.ts';
import { createRedactor, type Redactor } from '../redaction/redactor.ts';
import { secretsIn } from '../redaction/secrets-in.ts';
import type { Store } from './store.ts';
import type { StoreDriver } from './store-driver.ts';

export interface StoreDefinition<Schema extends OptionsSchema> {
  readonly name: string;
  readonly version: string;
  readonly options: Schema;
  /** `redactor`: knows every `Secret` of the options already; a store adds what else it must not give away. */
  open(
    options: SchemaOutput<Schema>,
    dependencies: { readonly clock: Clock; readonly redactor: Redactor },
  ): Promise<StoreDriver>;
}

export interface StoreFactory<Input> {
  /** For `app.use()`: opened by `app.start()`, closed last. */
  (input: Input): Plugin;
  /** For composing by hand: an open store. */
  create(input: Input, dependencies?: Given): Promise<Store>;
}

/** What an open store is given by its surroundings. */
interface Given {
  readonly clock?: Clock;
  readonly redactor?: Redactor;
}

/** One definition, two uses; core wraps the driver with group commit, validation and self-fencing. */
export function defineStore<Schema extends OptionsSchema>(
  definition: StoreDefinition<Schema>,
): StoreFactory<SchemaInput<Schema>> {
  const { name, version } = definition;
  const open = async (options: SchemaOutput<Schema>, given: Given): Promise<Store> => {
    const { clock = systemClock, redactor } = given;
    for (const known of secretsIn(options)) redactor?.add(known);
    const driver = await definition.open(options, { clock, redactor: redactor ?? createRedactor() });
    return openStore(driver, { clock, ...(redactor === undefined ? {} : { redactor }) });
  };
  const plugin = (input: SchemaInput<Schema>): Plugin => {
    const options = parseOptions(name, definition.options, input);
    return {
      name,
      version,
      register: (registry) =>
        registry
          .bind(STORE)
          .to(
            (resolver) =>
              new StartedStore(name, () =>
                open(options, { clock: resolver.get(CLOCK), redactor: resolver.get(REDACTOR) }),
              ),
          ),
    };
  };
  const create = (input: SchemaInput<Schema>, given: Given = {}): Promise<Store> =>
    open(parseOptions(name, definition.options, input), given);
  return Object.assign(plugin, { create });
}

/** A store whose opening waits for `start()`: containers build synchronously, engines do not. */
class StartedStore implements Store {
  readonly specification = 'store/v1';
  readonly #name: string;
  readonly #open: () => Promise<Store>;
  #store: Store | undefined;

  constructor(name: string, open: () => Promise<Store>) {
    this.#name = name;
    this.#open = open;
  }

  get description(): Store['description'] {
    return this.#opened().description;
  }

  async start(): Promise<void> {
    this.#store ??= await this.#open();
  }

  async stop(): Promise<void> {
    await this.#store?.close();
  }

  get: Store['get'] = (keys) => this.#opened().get(keys);
  counters: Store['counters'] = (names) => this.#opened().counters(names);
  scan: Store['scan'] = (query) => this.#opened().scan(query);
  commit: Store['commit'] = (commit) => this.#opened().commit(commit);
  read: Store['read'] = (log, query) => this.#opened().read(log, query);
  head: Store['head'] = (log) => this.#opened().head(log);
  claim: Store['claim'] = (query) => this.#opened().claim(query);
  watch: Store['watch'] = (wake) => this.#opened().watch(wake);
  trim: Store['trim'] = (log, upTo) => this.#opened().trim(log, upTo);
  backup: Store['backup'] = (file) => this.#opened().backup(file);
  now: Store['now'] = () => this.#opened().now();
  close: Store['close'] = () => this.stop();

  #opened(): Store {
    if (this.#store === undefined)
      throw new LifecycleError('LIFECYCLE', `store ${this.#name} is used before start()`);
    return this.#store;
  }
}
