import type { MessageBlock, MessageBody, MessageInline, MessageListItem } from '@tradewarden/core';
import { graphemes } from './cut-text.ts';

/** C0 and C1 controls but newline and tab, and the characters that reorder text invisibly. */
const unsafe = /(?![\n\t])\p{Cc}|[\u200e\u200f\u202a-\u202e\u2066-\u2069]/gu;

/** Foreign text as a node: never markup, without characters that could steer a terminal or reorder what is read. */
export const text = (value: string): MessageInline => ({ type: 'text', value: cleanText(value) });

/** What {@link text} does, for titles and labels: at most one empty line, and no character of endless marks. */
export function cleanText(value: string): string {
  const clean = value
    .toWellFormed()
    .replaceAll(unsafe, '')
    .replaceAll(/\n{3,}/g, '\n\n');
  return longRun.test(clean) ? graphemes(clean).map(shortGrapheme).join('') : clean;
}

/** Where a character made of very many code points could hide: such a one fits no message and can be cut nowhere. */
const longRun = /[^\s\u0020-\u007e]{33}/;
const longestGrapheme = 32;

const shortGrapheme = (grapheme: string): string =>
  grapheme.length <= longestGrapheme ? grapheme : grapheme.slice(0, longestGrapheme).toWellFormed();

export const strong = (value: string): MessageInline => ({ type: 'strong', children: [text(value)] });

export const paragraph = (...children: readonly MessageInline[]): MessageBlock => ({
  type: 'paragraph',
  children,
});

export const list = (...items: readonly (readonly MessageInline[])[]): MessageBlock => ({
  type: 'list',
  ordered: false,
  spread: false,
  children: items.map((children): MessageListItem => ({
    type: 'listItem',
    spread: false,
    children: [{ type: 'paragraph', children }],
  })),
});

export const body = (...children: readonly MessageBlock[]): MessageBody => ({ type: 'root', children });
