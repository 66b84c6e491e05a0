import type { Message, RenderedPart } from '@tradewarden/core';
import { splitMessage } from '@tradewarden/notify';
import { discordMarkdown } from './discord-markdown.ts';
import { escaped } from './escaped-text.ts';

interface DiscordEmbed {
  readonly title: string;
  readonly description?: string;
  readonly color: number;
  readonly fields: readonly { readonly name: string; readonly value: string; readonly inline: true }[];
}

/** What a part carries besides its text; JSON, since it waits in a store. */
export interface DiscordExtra {
  readonly embed: DiscordEmbed;
  readonly silent: boolean;
}

/** Kept free for the mark of a possible duplicate. */
const markRoom = 22;
export const mostCharacters: number = 4096 - markRoom;
export const mostParts = 10;
const mostInTitle = 256;
const mostInEmbed = 6000 - markRoom;
const mostFields = 25;
const mostInFieldName = 256;
const mostInFieldValue = 1024;

const length = (text: string): number => Array.from(text).length;

/** One embed for each part: the title, the fields, and the body as description. */
export function renderMessage(
  message: Message,
  options: { readonly silent: boolean; readonly pictures: boolean },
): readonly RenderedPart[] {
  const { pieces } = splitMessage(message, {
    fits: (piece) => fits(embedOf(piece)),
    maximumParts: mostParts,
  });
  const { picture } = message;
  return pieces.map((piece, index): RenderedPart => {
    const embed = embedOf(piece);
    const extra: DiscordExtra = { embed, silent: options.silent };
    const part = { text: embed.description ?? embed.title, extra: { ...extra } };
    return index === 0 && picture !== undefined && options.pictures ? Object.assign(part, { picture }) : part;
  });
}

function embedOf(message: Message): DiscordEmbed {
  const description = discordMarkdown(message.body.children);
  return {
    title: escaped(message.title),
    ...(description.trim() === '' ? {} : { description }),
    color: colorOf(message),
    // Discord refuses a name or value in which nothing can be seen, and the whole message with it.
    fields: message.fields
      .map(({ label, value }) => ({
        name: visible(label) || '—',
        value: visible(value),
        inline: true as const,
      }))
      .filter(({ value }) => value !== ''),
  };
}

function visible(words: string): string {
  const text = escaped(words);
  return text.replaceAll(/[\s\p{Cf}]/gu, '') === '' ? '' : text;
}

function fits({ title, description = '', fields }: DiscordEmbed): boolean {
  const total = fields.reduce((sum, { name, value }) => sum + length(name) + length(value), length(title));
  return (
    length(title) <= mostInTitle &&
    length(description) <= mostCharacters &&
    total + length(description) <= mostInEmbed &&
    fields.length <= mostFields &&
    fields.every(({ name, value }) => length(name) <= mostInFieldName && length(value) <= mostInFieldValue)
  );
}

/** A colour never says what no word says: green for long, red for short, else by severity. */
function colorOf({ title, severity, picture }: Message): number {
  if (severity === 'critical') return 0xd9_2d_20;
  if (severity === 'warning') return 0xf7_90_09;
  const direction = picture?.direction ?? /\b(LONG|SHORT)\b/.exec(title)?.[1];
  if (direction === 'LONG') return 0x12_b7_6a;
  return direction === 'SHORT' ? 0xe1_1d_48 : 0x66_70_85;
}
