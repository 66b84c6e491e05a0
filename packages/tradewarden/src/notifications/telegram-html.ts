import { htmlText } from './html-text.ts';

interface Entity {
  readonly type: string;
  /** In UTF-16. */
  readonly offset: number;
  readonly length: number;
  readonly url?: string;
}

const tags: Readonly<Record<string, string>> = {
  bold: 'b',
  italic: 'i',
  code: 'code',
  pre: 'pre',
  blockquote: 'blockquote',
  text_link: 'a',
};

/** A text with the entities of Telegram as HTML: what the app shows of it. */
export function telegramHtml(text: string, entities: readonly Entity[]): string {
  const outerFirst = entities.toSorted(
    (left, right) => left.offset - right.offset || right.length - left.length,
  );
  const within = (from: number, to: number, candidates: readonly Entity[]): string => {
    let html = '';
    let at = from;
    for (let rest = candidates; rest.length > 0;) {
      const [entity, ...others] = rest;
      if (entity === undefined) break;
      const end = Math.min(to, entity.offset + entity.length);
      const inner = others.filter(({ offset }) => offset < end);
      const tag = tags[entity.type] ?? 'span';
      const href = entity.url === undefined ? '' : ` href="${htmlText(entity.url)}"`;
      html += `${htmlText(text.slice(at, entity.offset))}<${tag}${href}>${within(entity.offset, end, inner)}</${tag}>`;
      at = end;
      rest = others.filter(({ offset }) => offset >= end);
    }
    return html + htmlText(text.slice(at, to));
  };
  // A quote or a block of code ends its line itself.
  return within(0, text.length, outerFirst).replaceAll(/<\/(blockquote|pre)>\n/g, '</$1>');
}
