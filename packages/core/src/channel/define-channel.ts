import type { Clock } from '../clock/clock.ts';
import { systemClock } from '../clock/system-clock.ts';
import { parseOptions } from '../config/parse-options.ts';
import type { OptionsSchema, SchemaInput, SchemaOutput } from '../config/standard-schema.ts';
import { type Logger, silentLogger } from '../logger/logger.ts';
import type { Plugin } from '../plugin/plugin.ts';
import { CHANNELS, CLOCK, DRAW_PICTURE, LOGGER, REDACTOR } from '../plugin/tokens.ts';
import { createRedactor, type Redactor } from '../redaction/redactor.ts';
import { secretsIn } from '../redaction/secrets-in.ts';
import type { Channel, ChannelCapabilities, RenderedPart } from './channel.ts';
import { guardedChannel } from './guarded-channel.ts';
import type { Message } from './message.ts';
import type { DrawPicture } from './plan-picture.ts';

export interface ChannelDependencies {
  readonly clock: Clock;
  readonly logger: Logger;
  /** Knows every `Secret` of the options already; a channel adds what it learns later. */
  readonly redactor: Redactor;
  /** Absent where nothing draws: then pictures are left out. */
  readonly drawPicture?: DrawPicture;
}

/** What the author of a channel writes; the framework adds the rest. */
export interface ChannelParts {
  readonly id: string;
  /** Default: the id. */
  readonly account?: string;
  /** Default: the id. */
  readonly target?: string;
  readonly capabilities?: Partial<ChannelCapabilities>;
  /** Default: plain text in one part. */
  readonly render?: (message: Message) => readonly RenderedPart[];
  readonly deliver: Channel['deliver'];
  readonly verify?: Channel['verify'];
  readonly stop?: Channel['stop'];
}

export interface ChannelDefinition<Schema extends OptionsSchema> {
  readonly name: string;
  readonly version: string;
  readonly options: Schema;
  create(options: SchemaOutput<Schema>, dependencies: ChannelDependencies): ChannelParts;
}

export interface ChannelFactory<Input> {
  /** For `app.use()`. */
  (input: Input): Plugin;
  /** For composing by hand. */
  create(input: Input, dependencies?: Partial<ChannelDependencies>): Channel;
}

/**
 * One definition, two uses. The framework parses the options, takes secrets out of whatever goes in or comes back,
 * turns a `deliver` that throws into `transient`, marks a delivery that may be a repeat, and refuses after stop.
 */
export function defineChannel<Schema extends OptionsSchema>(
  definition: ChannelDefinition<Schema>,
): ChannelFactory<SchemaInput<Schema>> {
  const { name, version } = definition;
  const parse = (input: unknown): SchemaOutput<Schema> => parseOptions(name, definition.options, input);
  const made = (options: SchemaOutput<Schema>, dependencies: ChannelDependencies): Channel => {
    for (const known of secretsIn(options)) dependencies.redactor.add(known);
    return guardedChannel(definition.create(options, dependencies), dependencies);
  };
  const plugin = (input: SchemaInput<Schema>): Plugin => {
    const options = parse(input);
    return {
      name,
      version,
      register: (registry) =>
        registry.add(CHANNELS).to((resolver) => {
          const drawPicture = resolver.find(DRAW_PICTURE);
          return made(options, {
            clock: resolver.get(CLOCK),
            logger: resolver.get(LOGGER),
            redactor: resolver.get(REDACTOR),
            ...(drawPicture === undefined ? {} : { drawPicture }),
          });
        }),
    };
  };
  const create = (input: SchemaInput<Schema>, given: Partial<ChannelDependencies> = {}): Channel =>
    made(parse(input), { clock: systemClock, logger: silentLogger, redactor: createRedactor(), ...given });
  return Object.assign(plugin, { create });
}
