import type { Message, MessageBlock, MessageInline, MessageKind } from '@tradewarden/core';
import * as fc from 'fast-check';
import { hostileText } from './hostile-plan.ts';

const kinds: readonly MessageKind[] = ['signal', 'batch-summary', 'alert', 'order', 'digest'];

/**
 * Any message with hostile words in every place that takes words: title, fields, nested blocks, code, links and their
 * addresses, which are web addresses now and then.
 */
export function hostileMessage(seeds: readonly string[] = []): fc.Arbitrary<Message> {
  const words = hostileText(seeds);
  const text = words.map((value): MessageInline => ({ type: 'text', value }));
  const around = (children: fc.Arbitrary<readonly MessageInline[]>): fc.Arbitrary<MessageInline> =>
    fc.oneof(
      children.map((inner): MessageInline => ({ type: 'strong', children: inner })),
      children.map((inner): MessageInline => ({ type: 'emphasis', children: inner })),
      fc
        .tuple(fc.oneof(words, fc.constant('https://chart.test/a_(b)?c=d&e')), children)
        .map(([url, inner]): MessageInline => ({ type: 'link', url, children: inner })),
    );
  const plain = fc.array(text, { minLength: 1, maxLength: 2 });
  const inline = fc.oneof(
    { arbitrary: text, weight: 5 },
    { arbitrary: around(plain), weight: 3 },
    { arbitrary: words.map((value): MessageInline => ({ type: 'inlineCode', value })), weight: 1 },
    { arbitrary: fc.constant<MessageInline>({ type: 'break' }), weight: 1 },
  );
  const inlines = fc.array(inline, { minLength: 1, maxLength: 4 });
  const paragraph = inlines.map((children): MessageBlock => ({ type: 'paragraph', children }));
  const list = fc
    .array(fc.array(paragraph, { minLength: 1, maxLength: 2 }), { minLength: 1, maxLength: 3 })
    .map((items): MessageBlock => ({
      type: 'list',
      ordered: false,
      spread: false,
      children: items.map((children) => ({ type: 'listItem', spread: false, children })),
    }));
  const block = fc.oneof(
    { arbitrary: paragraph, weight: 4 },
    { arbitrary: list, weight: 2 },
    {
      arbitrary: inlines.map((children): MessageBlock => ({ type: 'heading', depth: 2, children })),
      weight: 1,
    },
    { arbitrary: words.map((value): MessageBlock => ({ type: 'code', value })), weight: 1 },
    {
      arbitrary: fc
        .array(fc.oneof(paragraph, list), { minLength: 1, maxLength: 2 })
        .map((children): MessageBlock => ({ type: 'blockquote', children })),
      weight: 1,
    },
    { arbitrary: fc.constant<MessageBlock>({ type: 'thematicBreak' }), weight: 1 },
  );
  return fc
    .record({
      kind: fc.constantFrom(...kinds),
      title: words,
      fields: fc.array(fc.record({ label: words, value: words }), { maxLength: 3 }),
      blocks: fc.array(block, { minLength: 1, maxLength: 5 }),
    })
    .map(({ kind, title, fields, blocks }): Message => ({
      kind,
      severity: 'notice',
      title: `LONG ${title}`,
      fields,
      body: { type: 'root', children: blocks },
      actions: [],
      dedupeKey: 'hostile',
    }));
}
