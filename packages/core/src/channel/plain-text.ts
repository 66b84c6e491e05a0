import type { Message, MessageBlock, MessageInline, MessageListItem } from './message.ts';

/**
 * A message without markup, a block per paragraph, with a gap between two lists: what a channel shows that does not
 * render by itself.
 */
export function plainText(message: Message): string {
  const fields = message.fields.map(({ label, value }) => `${label}: ${value}`);
  const blocks = message.body.children.map((block, index, all) => {
    const isNextList = block.type === 'list' && all[index - 1]?.type === 'list';
    return `${isNextList ? '\n' : ''}${blockText(block)}`;
  });
  return [message.title, fields.join('\n'), ...blocks].filter((text) => text !== '').join('\n');
}

function blockText(block: MessageBlock): string {
  switch (block.type) {
    case 'paragraph':
    case 'heading':
      return block.children.map(inlineText).join('');
    case 'blockquote':
      return block.children.map((child) => `> ${blockText(child)}`).join('\n');
    case 'list':
      return block.children
        .map((item, index) => `${block.ordered ? `${index + (block.start ?? 1)}.` : '•'} ${itemText(item)}`)
        .join('\n');
    case 'code':
      return block.value;
    case 'thematicBreak':
      return '—';
  }
}

const itemText = (item: MessageListItem): string =>
  item.children.map((block) => blockText(block)).join('\n  ');

function inlineText(inline: MessageInline): string {
  switch (inline.type) {
    case 'text':
    case 'inlineCode':
      return inline.value;
    case 'strong':
    case 'emphasis':
      return inline.children.map(inlineText).join('');
    case 'link':
      return `${inline.children.map(inlineText).join('')} ${inline.url}`;
    case 'break':
      return '\n';
  }
}
