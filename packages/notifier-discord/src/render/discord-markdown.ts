import type { MessageBlock, MessageInline, MessageListItem } from '@tradewarden/core';
import { codeText, escaped } from './escaped-text.ts';

/** Blocks as the Markdown of Discord, with all words escaped. */
export const discordMarkdown = (blocks: readonly MessageBlock[]): string => blocks.map(blockText).join('\n');

function blockText(block: MessageBlock): string {
  switch (block.type) {
    case 'paragraph':
      return inlinesText(block.children);
    case 'heading':
      return wrapped('**', inlinesText(block.children.map(withoutStrong)));
    case 'blockquote':
      return discordMarkdown(block.children)
        .split('\n')
        .map((line) => `> ${line}`)
        .join('\n');
    case 'list':
      return block.children
        .map((item, index) => `${block.ordered ? `${(block.start ?? 1) + index}. ` : '- '}${itemText(item)}`)
        .join('\n');
    case 'code':
      return `\`\`\`\n${codeText(block.value)}\n\`\`\``;
    case 'thematicBreak':
      return '———';
  }
}

const itemText = (item: MessageListItem): string =>
  item.children.map(blockText).join('\n').replaceAll('\n', '\n  ');

const inlinesText = (inlines: readonly MessageInline[]): string => inlines.map(inlineText).join('');

function inlineText(inline: MessageInline): string {
  switch (inline.type) {
    case 'text':
      return escaped(inline.value);
    case 'inlineCode':
      return inline.value === '' ? '' : `\`${codeText(inline.value)}\``;
    case 'strong':
      return wrapped('**', inlinesText(inline.children));
    case 'emphasis':
      return wrapped('_', inlinesText(inline.children));
    case 'link':
      return isWebAddress(inline.url)
        ? `[${inlinesText(inline.children)}](<${new URL(inline.url).href.replaceAll(/[()<>\\]/g, encodeURIComponent)}>)`
        : inlinesText(inline.children);
    case 'break':
      return '\n';
  }
}

const withoutStrong = (inline: MessageInline): MessageInline =>
  inline.type === 'strong' ? { type: 'text', value: inline.children.map(plainOf).join('') } : inline;

const plainOf = (inline: MessageInline): string => {
  if (inline.type === 'break') return '\n';
  return 'value' in inline ? inline.value : inline.children.map(plainOf).join('');
};

/** Marks belong to the words: a space inside them would show the marks. */
function wrapped(mark: string, text: string): string {
  const [, before = '', words = '', after = ''] = /^(\s*)([\s\S]*?)(\s*)$/u.exec(text) ?? [];
  return words === '' ? text : `${before}${mark}${words}${mark}${after}`;
}

function isWebAddress(url: string): boolean {
  if (!URL.canParse(url)) return false;
  const { protocol, hostname } = new URL(url);
  return (protocol === 'https:' || protocol === 'http:') && hostname.includes('.');
}
