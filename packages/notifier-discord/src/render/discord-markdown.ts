import type { MessageBlock, MessageInline, MessageListItem } from '@tradewarden/core';
import { webAddress } from '@tradewarden/notify';
import { codeText, escaped, wordJoiner } from './escaped-text.ts';

/** Blocks as the Markdown of Discord, with all words escaped. Between two lists there is a gap, or they would be one. */
export const discordMarkdown = (blocks: readonly MessageBlock[]): string =>
  blocks
    .map((block, index) => {
      const isNextList = block.type === 'list' && blocks[index - 1]?.type === 'list';
      return `${isNextList ? '\n' : ''}${blockText(block)}`;
    })
    .join('\n');

function blockText(block: MessageBlock): string {
  switch (block.type) {
    case 'paragraph':
      return inlinesText(block.children);
    case 'heading':
      return wrapped('**', inlinesText(block.children.flatMap(withoutStrong)));
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
      return codeBlock(block.value);
    case 'thematicBreak':
      return '———';
  }
}

const itemText = (item: MessageListItem): string =>
  item.children.map(blockText).join('\n').replaceAll('\n', '\n  ');

const inlinesText = (inlines: readonly MessageInline[]): string =>
  inlines.map(inlineText).reduce((text, next) => {
    const seam = `${text.slice(-2)}${wordJoiner}${next.slice(0, 1)}`;
    return `${text}${meaningAcross.test(seam) ? wordJoiner : ''}${next}`;
  }, '');

/** What means nothing in either of two neighbours and something in both: a mention, an address, a link, one code of two. */
const meaningAcross = /(?:@\u2060\S|<\u2060[@#:/\w]|:\/?\u2060\/|\]\u2060\(|`\u2060`)$/u;

function inlineText(inline: MessageInline): string {
  switch (inline.type) {
    case 'text':
      return escaped(inline.value);
    case 'inlineCode':
      return inlineCode(inline.value);
    case 'strong':
      return wrapped('**', inlinesText(inline.children));
    case 'emphasis':
      return wrapped('_', inlinesText(inline.children));
    case 'link':
      return linkText(inline.url, inlinesText(inline.children));
    case 'break':
      return '\n';
  }
}

/** A heading is strong already: marks within marks would show. */
const withoutStrong = (inline: MessageInline): readonly MessageInline[] =>
  inline.type === 'strong' ? inline.children.flatMap(withoutStrong) : [inline];

/** A block without a line that can be seen does not end at its own marks, but at those of the next block. */
function codeBlock(value: string): string {
  const code = codeText(value);
  return code.trim() === '' ? '' : `\`\`\`\n${code}\n\`\`\``;
}

/** On one line: in a quote the next one starts with a mark, which ends the code. A backtick in it ends no pair of them. */
function inlineCode(value: string): string {
  const code = codeText(value).replaceAll(/\s+/gu, ' ');
  if (code === '') return '';
  return code.includes('`') ? `\`\`${wordJoiner}${code}${wordJoiner}\`\`` : `\`${code}\``;
}

/** Nothing in the address ends the link early, since what stood behind that would be read as Markdown, and nothing mentions anybody. */
function linkText(url: string, words: string): string {
  const address = webAddress(url);
  // Discord makes no link of a host without a dot.
  if (address?.hostname.includes('.') !== true) return words;
  const safe = address.href.replaceAll(
    /[()<>[\]\\`@]/g,
    (mark) => `%${mark.charCodeAt(0).toString(16).toUpperCase()}`,
  );
  return `[${words}](<${safe}>)`;
}

/** Marks belong to the words: a space inside them would show the marks. */
function wrapped(mark: string, text: string): string {
  const [, before = '', words = '', after = ''] = /^(\s*)([\s\S]*?)(\s*)$/u.exec(text) ?? [];
  return words === '' ? text : `${before}${mark}${words}${mark}${after}`;
}
