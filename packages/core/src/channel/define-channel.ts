import type { Clock } from '../clock/clock.ts';
import { systemClock } from '../clock/system-clock.ts';
import { parseOptions } from '../config/parse-options.ts';
import type { OptionsSchema, SchemaInput, SchemaOutput } from '../config/standard-schema.ts';
import { type Logger, silentLogger } from '../logger/logger.ts';
import type { Plugin } from '../plugin/plugin.ts';
import { CHANNELS, CLOCK, LOGGER } from '../plugin/tokens.ts';
import type { Channel, ChannelCapabilities, DeliveryOutcome, RenderedPart } from './channel.ts';
import type { Message } from './message.ts';
import { plainText } from './plain-text.ts';

export interface ChannelDependencies {
  readonly clock: Clock;
  readonly logger: Logger;
}

/** What the author of a channel writes; the framework adds the rest. */
export interface ChannelParts {
  readonly id: string;
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

const plainCapabilities: ChannelCapabilities = {
  maximumLength: 4000,
  lengthUnit: 'code-points',
  maximumParts: 1,
  edit: false,
  silent: false,
  idempotencyKey: false,
};

/** One definition, two uses. A `deliver` that throws becomes `transient`; a stopped channel refuses. */
export function defineChannel<Schema extends OptionsSchema>(
  definition: ChannelDefinition<Schema>,
): ChannelFactory<SchemaInput<Schema>> {
  const { name, version } = definition;
  const parse = (input: unknown): SchemaOutput<Schema> => parseOptions(name, definition.options, input);
  const plugin = (input: SchemaInput<Schema>): Plugin => {
    const options = parse(input);
    return {
      name,
      version,
      register: (registry) =>
        registry
          .add(CHANNELS)
          .to((resolver) =>
            wrapped(definition.create(options, { clock: resolver.get(CLOCK), logger: resolver.get(LOGGER) })),
          ),
    };
  };
  const create = (input: SchemaInput<Schema>, given: Partial<ChannelDependencies> = {}): Channel =>
    wrapped(definition.create(parse(input), { clock: systemClock, logger: silentLogger, ...given }));
  return Object.assign(plugin, { create });
}

function wrapped(parts: ChannelParts): Channel {
  let stopped = false;
  const deliver: Channel['deliver'] = async (part, options): Promise<DeliveryOutcome> => {
    if (stopped) return { status: 'permanent-config', reason: `channel ${parts.id} has been stopped` };
    try {
      return await parts.deliver(part, options);
    } catch (error) {
      return { status: 'transient', reason: error instanceof Error ? error.message : String(error) };
    }
  };
  return {
    specification: 'channel/v1',
    id: parts.id,
    capabilities: { ...plainCapabilities, ...parts.capabilities },
    render: parts.render ?? ((message) => [{ text: plainText(message) }]),
    deliver,
    ...(parts.verify === undefined ? {} : { verify: parts.verify }),
    stop: async () => {
      if (stopped) return;
      stopped = true;
      await parts.stop?.();
    },
  };
}
