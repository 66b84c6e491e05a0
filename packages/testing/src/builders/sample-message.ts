import type { Message, MessageBlock } from '@tradewarden/core';

const words = (value: string): MessageBlock => ({ type: 'paragraph', children: [{ type: 'text', value }] });

/** A message with every kind of block and format. Anything can be overridden. */
export function sampleMessage(overrides: Partial<Message> = {}): Message {
  return {
    kind: 'signal',
    severity: 'notice',
    title: '🟢 LONG BTC/USDT @ 42200',
    fields: [{ label: 'Account', value: 'main' }],
    body: {
      type: 'root',
      children: [
        { type: 'heading', depth: 2, children: [{ type: 'text', value: 'Levels' }] },
        {
          type: 'list',
          ordered: false,
          spread: false,
          children: ['Stop 41750', 'Target 42800'].map((value) => ({
            type: 'listItem' as const,
            spread: false,
            children: [words(value)],
          })),
        },
        {
          type: 'paragraph',
          children: [
            { type: 'strong', children: [{ type: 'text', value: 'Size' }] },
            { type: 'text', value: ' 0.0118 ' },
            { type: 'emphasis', children: [{ type: 'text', value: 'at most' }] },
            { type: 'break' },
            { type: 'inlineCode', value: 'id-1' },
            { type: 'text', value: ' ' },
            {
              type: 'link',
              url: 'https://chart.example.com/x',
              children: [{ type: 'text', value: 'chart' }],
            },
          ],
        },
        { type: 'blockquote', children: [words('said the scanner')] },
        { type: 'code', value: 'a = 1\nb = 2' },
        { type: 'thematicBreak' },
        words('the end'),
      ],
    },
    actions: [],
    dedupeKey: 'sample-1',
    ...overrides,
  };
}
