import type { Message, MessageSeverity, RenderedPart } from '@tradewarden/core';
import { splitMessage } from '@tradewarden/notify';
import { telegramText, writtenText } from './telegram-text.ts';
import type { TelegramEntity, TelegramText } from './text-builder.ts';

/** What a part carries besides its text; JSON, since it waits in a store. */
export interface TelegramExtra {
  readonly entities: readonly TelegramEntity[];
  readonly silent: boolean;
  /** The text only names the picture, and has been sent before. */
  readonly pictureOnly?: boolean;
}

/** Kept free for the mark of a possible duplicate. */
const markRoom = 22;
export const mostCharacters: number = 4096 - markRoom;
const mostInCaption = 1024 - markRoom;
/** Telegram drops the formatting after this many without a word. */
const mostEntities = 100;
export const mostParts = 10;

const fitsIn =
  (characters: number) =>
  ({ text, entities }: TelegramText): boolean =>
    entities.length <= mostEntities && (text.length <= characters || Array.from(text).length <= characters);
const fitsText = fitsIn(mostCharacters);
const fitsCaption = fitsIn(mostInCaption);

/** Parts in order of sending. A picture carries a text that fits under it, and follows one that does not. */
export function renderMessage(
  message: Message,
  options: { readonly silentFor: readonly MessageSeverity[]; readonly pictures: boolean },
): readonly RenderedPart[] {
  const { pieces } = splitMessage(message, {
    // Most questions are about far too much: the cheap half answers those.
    fits: (piece) => fitsText(writtenText(piece)) && fitsText(telegramText(piece)),
    maximumParts: mostParts - 1,
  });
  const silent = options.silentFor.includes(message.severity);
  const parts = pieces.map((piece) => {
    const { text, entities } = telegramText(piece);
    return { text, extra: { entities, silent } };
  });
  const [first] = parts;
  const { picture } = message;
  if (first === undefined || picture === undefined || !options.pictures) return parts.map(asPart);
  const isCaption = parts.length === 1 && fitsCaption({ text: first.text, entities: first.extra.entities });
  if (isCaption) return [{ ...asPart(first), picture }];
  const { title } = message;
  const name = telegramText({ ...message, title, fields: [], body: { type: 'root', children: [] } });
  const caption = fitsCaption(name) ? name : { text: 'Chart', entities: [] };
  const shown = {
    text: caption.text,
    extra: { entities: caption.entities, silent: true, pictureOnly: true },
  };
  return [...parts.map(asPart), { ...asPart(shown), picture }];
}

const asPart = ({ text, extra }: { readonly text: string; readonly extra: TelegramExtra }): RenderedPart => ({
  text,
  extra: { ...extra },
});
