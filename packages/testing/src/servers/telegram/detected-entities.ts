import type { TelegramEntity } from './telegram-entities.ts';

/** What Telegram makes of plain text by itself; a little more than the real thing, never less. */
const patterns: readonly (readonly [type: string, pattern: RegExp])[] = [
  ['email', /[\p{L}\p{N}._+-]+@(?:[\p{L}\p{N}-]+\.)+[\p{L}\p{N}-]{2,}/gu],
  ['url', /(?<![\p{L}\p{N}])[a-z][a-z\d+.-]*:\/\/[^\s]+/giu],
  ['url', /(?<![\p{L}\p{N}_@-])(?:[\p{L}\p{N}_-]+\.)+\p{L}{2,}(?![\p{L}\p{N}])(?::\d+)?(?:[/?#][^\s]*)?/gu],
  ['url', /(?<![\p{L}\p{N}.])\d{1,3}(?:\.\d{1,3}){3}(?![\p{N}.])/gu],
  ['mention', /(?<![\p{L}\p{N}_])@\w{2,32}/gu],
  ['bot_command', /(?<![\p{L}\p{N}_<>/])\/\w{1,64}(?:@\w{3,32})?/gu],
  ['hashtag', /(?<![\p{L}\p{N}_])#(?=[\p{N}_]*\p{L})[\p{L}\p{N}\p{M}_\u200c]{1,256}/gu],
  ['cashtag', /(?<![\p{L}\p{N}_$])\$(?:1INCH|[A-Z]{1,8})(?![\p{L}\p{N}_])/gu],
  ['phone_number', /(?<![\p{L}\p{N}])\+\d(?:[ ()-]*\d){8,14}(?!\d)/gu],
];

/** Entities that nobody asked for, outside code and links. */
export function detectedEntities(text: string, given: readonly TelegramEntity[]): readonly TelegramEntity[] {
  const closed = given.filter(({ type }) => ['code', 'pre', 'text_link', 'text_mention'].includes(type));
  const taken: TelegramEntity[] = [...closed];
  const found: TelegramEntity[] = [];
  for (const [type, pattern] of patterns) {
    for (const match of text.matchAll(pattern)) {
      const entity = { type, offset: match.index, length: match[0].length };
      if (taken.some((other) => overlap(other, entity))) continue;
      taken.push(entity);
      found.push(entity);
    }
  }
  return found;
}

const overlap = (a: TelegramEntity, b: TelegramEntity): boolean =>
  a.offset < b.offset + b.length && b.offset < a.offset + a.length;
