import type { MessageBlock, MessageBody, MessageInline, MessageListItem } from '@tradewarden/core';

/** C0 and C1 controls but newline and tab, and the characters that reorder text invisibly. */
const unsafe = /(?![\n\t])\p{Cc}|[\u200e\u200f\u202a-\u202e\u2066-\u2069]/gu;

/** Foreign text as a node: never markup, without characters that could steer a terminal or reorder what is read. */
export const text = (value: string): MessageInline => ({ type: 'text', value: cleanText(value) });

export const cleanText = (value: string): string => value.toWellFormed().replaceAll(unsafe, '');

export const strong = (value: string): MessageInline => ({ type: 'strong', children: [text(value)] });

/** Text that follows a strong word: Markdown takes no space inside the stars. */
export const after = (value: string): MessageInline => text(` ${value}`);

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
