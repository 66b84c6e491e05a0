import type { Message, MessageBlock, MessageInline } from '@tradewarden/core';

/** Every text of a message in reading order, without any layout: what a channel must not lose. */
export function messageWords({ title, fields, body }: Message): readonly string[] {
  return [
    title,
    ...fields.flatMap(({ label, value }) => [label, value]),
    ...body.children.flatMap(blockWords),
  ];
}

function blockWords(block: MessageBlock): readonly string[] {
  switch (block.type) {
    case 'paragraph':
    case 'heading':
      return block.children.flatMap(inlineWords);
    case 'blockquote':
      return block.children.flatMap(blockWords);
    case 'list':
      return block.children.flatMap((item) => item.children.flatMap(blockWords));
    case 'code':
      return [block.value];
    case 'thematicBreak':
      return [];
  }
}

function inlineWords(inline: MessageInline): readonly string[] {
  if (inline.type === 'break') return [];
  return 'value' in inline ? [inline.value] : inline.children.flatMap(inlineWords);
}

/** The address of every link in a message. */
export function linksOf(message: Pick<Message, 'body'>): readonly string[] {
  const found: string[] = [];
  const walk = (node: unknown): void => {
    if (typeof node !== 'object' || node === null) return;
    const { type, url } = node as { readonly type?: unknown; readonly url?: unknown };
    if (type === 'link' && typeof url === 'string') found.push(url);
    for (const inner of Object.values(node)) walk(inner);
  };
  walk(message.body);
  return found;
}
