import type { Clock } from '../clock/clock.ts';
import { systemClock } from '../clock/system-clock.ts';
import { parseOptions } from '../config/parse-options.ts';
import type { OptionsSchema, SchemaInput, SchemaOutput } from '../config/standard-schema.ts';
import type { Plugin } from '../plugin/plugin.ts';
import { CLOCK, VENUE } from '../plugin/tokens.ts';
import { guardSubmit } from './guard-submit.ts';
import type { Venue } from './venue.ts';

export interface VenueDefinition<Schema extends OptionsSchema, Made extends Venue> {
  readonly name: string;
  readonly version: string;
  readonly options: Schema;
  create(options: SchemaOutput<Schema>, dependencies: { readonly clock: Clock }): Made;
}

export interface VenueFactory<Input, Made extends Venue> {
  /** For `app.use()`. */
  (input: Input): Plugin;
  /** For composing by hand. */
  create(input: Input, dependencies?: { readonly clock?: Clock }): Made;
}

/** One definition, two uses; guards `submit` so that nothing unapproved reaches the venue. */
export function defineVenue<Schema extends OptionsSchema, Made extends Venue>(
  definition: VenueDefinition<Schema, Made>,
): VenueFactory<SchemaInput<Schema>, Made> {
  const { name, version } = definition;
  const make = (options: SchemaOutput<Schema>, clock: Clock): Made =>
    guardSubmit(definition.create(options, { clock }));
  const plugin = (input: SchemaInput<Schema>): Plugin => {
    const options = parseOptions(name, definition.options, input);
    return {
      name,
      version,
      register: (registry) => registry.bind(VENUE).to((resolver) => make(options, resolver.get(CLOCK))),
    };
  };
  const create = (input: SchemaInput<Schema>, given: { readonly clock?: Clock } = {}): Made =>
    make(parseOptions(name, definition.options, input), given.clock ?? systemClock);
  return Object.assign(plugin, { create });
}
