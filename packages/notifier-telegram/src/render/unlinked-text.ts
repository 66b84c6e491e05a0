import type { TelegramEntity, TelegramText } from './text-builder.ts';

/** Invisible, takes no room, and Telegram finds no link, mention, command or tag across it. */
export const wordJoiner = '\u2060';

/** Where Telegram would start to see more than text; a joiner goes behind the match. */
const starts: readonly RegExp[] = [
  // Mentions, tags, and commands, which start behind no letter: BTC/USDT is none.
  /[@#$](?=[\p{L}\p{N}_])|(?<![\p{L}\p{N}_])\/(?=\w)/gu,
  // example.com, a.b@c.de; not 42200.5.
  /(?<=[\p{L}\p{N}\p{M}_-])\.(?=\p{L})|(?<=[\p{L}_-])\.(?=[\p{N}_-])/gu,
  // 10.0.0.1
  /(?<=\p{N})\.(?=\p{N}+\.\p{N})/gu,
  // https://
  /(?<=[\p{L}\p{N}+.-]):(?=\/\/)/gu,
  // A telephone number.
  /\+(?=\p{N}(?:[ ()-]*\p{N}){8,})/gu,
];

/**
 * The same text, so broken by joiners that Telegram makes nothing of it by itself. What lies inside code, or in a link
 * that we made, is left alone: Telegram does not look there.
 */
export function unlinked({ text, entities }: TelegramText): TelegramText {
  const closed = entities.filter(({ type }) => type === 'code' || type === 'pre' || type === 'text_link');
  const isClosed = (at: number): boolean =>
    closed.some(({ offset, length }) => at >= offset && at < offset + length);
  const places = new Set<number>();
  for (const start of starts)
    for (const { index } of text.matchAll(start)) if (!isClosed(index)) places.add(index + 1);
  const sorted = [...places].toSorted((a, b) => a - b);
  if (sorted.length === 0) return { text, entities };
  let result = '';
  let from = 0;
  for (const place of sorted) {
    result += text.slice(from, place) + wordJoiner;
    from = place;
  }
  // A place at the very end of an entity lies behind it.
  const moved = (at: number, isEnd: boolean): number =>
    at + sorted.filter((place) => (isEnd ? place < at : place <= at)).length;
  return {
    text: result + text.slice(from),
    entities: entities.map((entity): TelegramEntity => {
      const offset = moved(entity.offset, false);
      const end = moved(entity.offset + entity.length, true);
      return Object.assign({}, entity, { offset, length: end - offset });
    }),
  };
}
