import { codePoints } from '../code-points.ts';
import { detectedEntities } from './detected-entities.ts';
import { badRequest } from './telegram-refusal.ts';
import { checkedEntities, type TelegramEntity } from './telegram-entities.ts';

export interface TelegramText {
  readonly text: string;
  /** Asked for by the bot. */
  readonly entities: readonly TelegramEntity[];
  /** Made by Telegram out of plain text: links, mentions, commands, tags. */
  readonly detected: readonly TelegramEntity[];
  /** How many of the bot's entities were lost, since a message keeps 100. */
  readonly droppedEntities: number;
}

const mostBytes = 32_768;

/** Text or caption as the Bot API takes it; lengths count code points. @throws {TelegramRefusal} */
export function checkedText(
  given: unknown,
  entities: unknown,
  limit: { readonly characters: number; readonly tooLong: string },
): TelegramText {
  if (typeof given !== 'string') throw badRequest('message text is empty');
  if (!given.isWellFormed()) throw badRequest('strings must be encoded in UTF-8');
  if (Buffer.byteLength(given) > mostBytes) throw badRequest('text is too long');
  const { kept, dropped } = checkedEntities(given, entities);
  const lead = given.length - given.trimStart().length;
  const text = given.trim();
  const shifted = kept.flatMap((entity): TelegramEntity[] => {
    const from = Math.max(entity.offset - lead, 0);
    const to = Math.min(entity.offset + entity.length - lead, text.length);
    return to <= from ? [] : [{ ...entity, offset: from, length: to - from }];
  });
  if (codePoints(text) > limit.characters) throw badRequest(limit.tooLong);
  return { text, entities: shifted, detected: detectedEntities(text, shifted), droppedEntities: dropped };
}
