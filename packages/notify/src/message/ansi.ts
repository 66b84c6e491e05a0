import { type Message, type MessageBlock, type MessageInline, plainText } from '@tradewarden/core';

const bold = (value: string): string => `\u001b[1m${value}\u001b[22m`;

/** For a terminal: bold titles and strong text when `color`, plain otherwise. */
export function terminalText(message: Message, color: boolean): string {
  if (!color) return plainText(message);
  const loud = (inline: MessageInline): MessageInline =>
    inline.type === 'strong'
      ? {
          type: 'text',
          value: bold(inline.children.map((child) => ('value' in child ? child.value : '')).join('')),
        }
      : inline;
  const block = (node: MessageBlock): MessageBlock => {
    if (node.type === 'paragraph' || node.type === 'heading')
      return { ...node, children: node.children.map(loud) };
    if (node.type === 'list') {
      const children = node.children.map((item) => ({ ...item, children: item.children.map(block) }));
      return { ...node, children };
    }
    return node;
  };
  const body = { ...message.body, children: message.body.children.map(block) };
  return plainText({ ...message, title: bold(message.title), body });
}
