import { defineChannel, type ChannelFactory } from '@tradewarden/core';
import * as z from 'zod';
import { terminalText } from '../message/ansi.ts';
import { cleanMessage } from '../message/clean-message.ts';
import { splitMessage } from '../message/split-message.ts';

export interface ConsoleChannelOptions {
  /** Default `console`. */
  readonly id?: string | undefined;
  /** Bold where it helps; default false. */
  readonly color?: boolean | undefined;
  /** Where the text goes; default standard output. */
  readonly write?: ((text: string) => void) | undefined;
}

const schema: z.ZodType<ConsoleChannelOptions, ConsoleChannelOptions> = z.strictObject({
  id: z.string().min(1).optional(),
  color: z.boolean().optional(),
  write: z
    .custom<(text: string) => void>((value) => typeof value === 'function', 'expected a function')
    .optional(),
});

const print = (text: string): void => {
  process.stdout.write(text);
};

/** A screen has no limit, a reader has: what is longer is shortened. */
const mostCharacters = 20_000;
/** Kept free for the mark of a possible duplicate. */
const markRoom = 22;

/** Prints messages. */
export const consoleChannel: ChannelFactory<ConsoleChannelOptions> = defineChannel({
  name: 'console',
  version: '0.1.0',
  options: schema,
  create: ({ id = 'console', color = false, write = print }) => ({
    id,
    capabilities: { maximumLength: mostCharacters, lengthUnit: 'utf16' },
    render: (message) => {
      const { pieces } = splitMessage(cleanMessage(message), {
        fits: (piece) => terminalText(piece, color).length <= mostCharacters - markRoom,
        maximumParts: 1,
      });
      return pieces.map((piece) => ({ text: terminalText(piece, color) }));
    },
    deliver: async ({ text }) => {
      write(`${text}\n\n`);
      return { status: 'delivered' };
    },
  }),
});
