import { parseOptions } from '../config/parse-options.ts';
import type { OptionsSchema, SchemaInput, SchemaOutput } from '../config/standard-schema.ts';
import type { Registry } from './registry.ts';

/** A named bundle of bindings, for `app.use()`. */
export interface Plugin {
  readonly name: string;
  readonly version: string;
  /** Names of plugins that must be used before this one. */
  readonly requires?: readonly string[];
  register(registry: Registry): void;
}

export interface PluginDefinition<Schema extends OptionsSchema> {
  readonly name: string;
  readonly version: string;
  readonly requires?: readonly string[];
  readonly options: Schema;
  register(registry: Registry, options: SchemaOutput<Schema>): void;
}

/** A plugin with options: parses them when it is called, with every issue at once. */
export const definePlugin =
  <Schema extends OptionsSchema>(
    definition: PluginDefinition<Schema>,
  ): ((input: SchemaInput<Schema>) => Plugin) =>
  (input) => {
    const { name, version, requires } = definition;
    const options = parseOptions(name, definition.options, input);
    return {
      name,
      version,
      ...(requires === undefined ? {} : { requires }),
      register: (registry) => definition.register(registry, options),
    };
  };
