import type { Message, MessageBlock, MessageInline, MessageListItem } from '@tradewarden/core';
import { cleanText, webAddress } from '@tradewarden/notify';
import { type TelegramText, TextBuilder } from './text-builder.ts';
import { unlinked } from './unlinked-text.ts';

/** A message as text and formatting. Nothing in it is markup, so nothing in a plan can be. */
export const telegramText = (message: Message): TelegramText => unlinked(writtenText(message));

/** The same before Telegram is kept from finding links in it: never longer. */
export function writtenText(message: Message): TelegramText {
  const builder = new TextBuilder();
  builder.formatted({ type: 'bold' }, () => builder.add(cleanText(message.title)));
  for (const { label, value } of message.fields) {
    builder.line();
    builder.formatted({ type: 'bold' }, () => builder.add(cleanText(label)));
    builder.add(`: ${cleanText(value)}`);
  }
  writeBlocks(builder, message.body.children);
  return builder.finished();
}

function writeBlocks(builder: TextBuilder, blocks: readonly MessageBlock[]): void {
  let before: MessageBlock | undefined;
  for (const block of blocks) {
    builder.line();
    // Two lists are two groups: without a gap they would read as one.
    if (before?.type === 'list' && block.type === 'list') builder.add('\n');
    writeBlock(builder, block);
    before = block;
  }
}

function writeBlock(builder: TextBuilder, block: MessageBlock): void {
  switch (block.type) {
    case 'paragraph':
      return writeInlines(builder, block.children);
    case 'heading':
      return builder.formatted({ type: 'bold' }, () => writeInlines(builder, block.children));
    case 'blockquote':
      return builder.formatted({ type: 'blockquote' }, () => writeBlocks(builder, block.children));
    case 'list':
      for (const [index, item] of block.children.entries()) {
        builder.line();
        writeItem(builder, item, block.ordered ? `${(block.start ?? 1) + index}. ` : '• ');
      }
      return undefined;
    case 'code':
      return builder.formatted({ type: 'pre' }, () => builder.add(cleanText(block.value)));
    case 'thematicBreak':
      return builder.add('———');
  }
}

function writeItem(builder: TextBuilder, item: MessageListItem, bullet: string): void {
  builder.add(bullet);
  for (const [index, block] of item.children.entries()) {
    if (index > 0) builder.line();
    writeBlock(builder, block);
  }
}

function writeInlines(builder: TextBuilder, inlines: readonly MessageInline[]): void {
  for (const inline of inlines) writeInline(builder, inline);
}

function writeInline(builder: TextBuilder, inline: MessageInline): void {
  switch (inline.type) {
    case 'text':
      return builder.add(cleanText(inline.value));
    case 'inlineCode':
      return builder.formatted({ type: 'code' }, () => builder.add(cleanText(inline.value)));
    case 'strong':
      return builder.formatted({ type: 'bold' }, () => writeInlines(builder, inline.children));
    case 'emphasis':
      return builder.formatted({ type: 'italic' }, () => writeInlines(builder, inline.children));
    case 'link':
      // Telegram makes no link of a host without a dot.
      if (webAddress(inline.url)?.hostname.includes('.') !== true)
        return writeInlines(builder, inline.children);
      return builder.formatted({ type: 'text_link', url: inline.url }, () =>
        writeInlines(builder, inline.children),
      );
    case 'break':
      return builder.add('\n');
  }
}
