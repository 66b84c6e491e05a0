import { type Message, type MessageBlock, plainText } from '@tradewarden/core';
import { runsOf } from '@tradewarden/testing';
import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { body, list, paragraph, strong, text } from './build.ts';
import { graphemes } from './cut-text.ts';
import { splitMessage } from './split-message.ts';

const message = (title: string, ...blocks: readonly MessageBlock[]): Message => ({
  kind: 'alert',
  severity: 'info',
  title,
  fields: [],
  body: body(...blocks),
  actions: [],
  dedupeKey: 'k',
});
const optional = (block: MessageBlock, level: number): MessageBlock => ({
  ...block,
  data: { optional: level },
});
const codePoints = (value: string): number => Array.from(value).length;
const limited = (most: number, parts = 10): Parameters<typeof splitMessage>[1] => ({
  fits: (piece) => codePoints(plainText(piece)) <= most,
  maximumParts: parts,
});
const texts = (given: Message, most: number, parts?: number): readonly string[] =>
  splitMessage(given, limited(most, parts)).pieces.map(plainText);

test('what fits stays as it is', () => {
  const given = message('t', optional(paragraph(text('why')), 1));
  expect(splitMessage(given, limited(10))).toEqual({ pieces: [given], shortened: false });
});

test('optional blocks go first, the highest number before the others, shortened before left out', () => {
  const given = message(
    'LONG',
    paragraph(text('stop 1')),
    optional(paragraph(text('one two three four five six')), 2),
    optional(paragraph(text('factors')), 1),
    paragraph(text('size 2')),
  );
  expect(texts(given, 40)).toEqual(['LONG\nstop 1\none two \n…\nfactors\nsize 2']);
  expect(texts(given, 26)).toEqual(['LONG\nstop 1\nfactors\nsize 2']);
  expect(texts(given, 20)).toEqual(['LONG\nstop 1\n…\nsize 2']);
  expect(splitMessage(given, limited(18))).toMatchObject({ shortened: true, pieces: [{ title: 'LONG' }] });
});

test('between blocks, then between rows, with the count behind the title', () => {
  const given = message(
    'T',
    paragraph(text('first')),
    list([text('alpha')], [text('beta')], [text('gamma')]),
  );
  expect(texts(given, 26)).toEqual(['T (1/3)\nfirst', 'T (2/3)\n• alpha\n• beta', 'T (3/3)\n• gamma']);
});

test('never inside a number, its unit, a link or a code row', () => {
  const long = (value: string): Message => message('T', paragraph(text(value)));
  expect(texts(long('so stop there at 41750.25 USDT now'), 29).join('|')).toBe(
    'T (1/2)\nso stop there at |T (2/2)\n41750.25 USDT now',
  );
  const link = message('T', {
    type: 'paragraph',
    children: [
      text('see here for all '),
      { type: 'link', url: 'https://x.test/y', children: [text('the chart')] },
    ],
  });
  expect(texts(link, 40)).toEqual(['T (1/2)\nsee here for all ', 'T (2/2)\nthe chart https://x.test/y']);
  const code = message('T', { type: 'code', value: 'aaaa bbbb\ncccc dddd\neeee' });
  expect(texts(code, 21)).toEqual(['T (1/3)\naaaa bbbb', 'T (2/3)\ncccc dddd', 'T (3/3)\neeee']);
});

test.each([
  ['behind what it may not be parted from', 'https://x.test/y', 'the chart'],
  ['of no words', 'see ', ''],
])('a link %s, with an address longer than a part, costs no words behind it', (_, before, words) => {
  const address = `https://x.test/${'z'.repeat(200)}`;
  const link = { type: 'link', url: address, children: [text(words)] } as const;
  const given = message(
    'T',
    { type: 'paragraph', children: [text(before), link] },
    paragraph(text('the end')),
  );
  const { pieces, shortened } = splitMessage(given, limited(60));
  expect(shortened).toBe(false);
  const said = pieces.map(plainText).join('\n');
  for (const word of [before, words, 'the end']) expect(said).toContain(word);
});

test('ordered lists go on counting, and only the last part has actions', () => {
  const items = list([text('alphabet')], [text('betabeta')]);
  const given = {
    ...message('T', { ...items, ordered: true } as MessageBlock),
    actions: [{ id: 'a', label: 'A' }],
  };
  const { pieces } = splitMessage(given, limited(22));
  expect(pieces.map(plainText)).toEqual(['T (1/2)\n1. alphabet', 'T (2/2)\n2. betabeta']);
  expect(pieces.map(({ actions }) => actions.length)).toEqual([0, 1]);
});

test('a message of too many parts ends with an ellipsis, what comes first is kept', () => {
  const given = message('T', ...Array.from({ length: 50 }, (_, index) => paragraph(text(`row ${index}`))));
  const { pieces, shortened } = splitMessage(given, limited(30, 2));
  expect(pieces).toHaveLength(2);
  expect(shortened).toBe(true);
  expect(plainText(pieces[0]!)).toContain('row 0');
  expect(plainText(pieces[1]!).endsWith('…')).toBe(true);
});

test('a title that is too long alone is shortened', () => {
  const [first] = texts(message('x'.repeat(100), paragraph(text('stop 5'))), 30);
  expect(first).toBe('xxxxxxxxx…\nstop 5');
});

test('property: within the limit, graphemes whole, text preserved', () => {
  const words = fc.string({ unit: 'grapheme', maxLength: 120 });
  const block = fc.oneof(
    words.map((value) => paragraph(text(value))),
    fc.tuple(words, words).map(([left, right]) => paragraph(strong(left), text(right))),
    fc
      .array(words, { minLength: 1, maxLength: 4 })
      .map((rows) => list(...rows.map((value) => [text(value)]))),
    words.map((value): MessageBlock => ({ type: 'code', value })),
  );
  fc.assert(
    fc.property(fc.array(block, { maxLength: 8 }), fc.integer({ min: 40, max: 200 }), (blocks, most) => {
      const given = message('Title', ...blocks);
      const { pieces, shortened } = splitMessage(given, limited(most, 100));
      expect(shortened).toBe(false);
      for (const piece of pieces) expect(codePoints(plainText(piece))).toBeLessThanOrEqual(most);
      const bare = (value: string): string => value.replaceAll(/[•\s]/gu, '');
      const said = (piece: Message): string => bare(plainText({ ...piece, title: '' }));
      expect(pieces.map(said).join('')).toBe(said(given));
      const whole = new Set(graphemes(plainText(given)));
      for (const piece of pieces.map((part) => plainText({ ...part, title: '' })))
        for (const one of graphemes(piece)) expect(whole.has(one) || /\s|•/.test(one)).toBe(true);
    }),
    { numRuns: runsOf(300) },
  );
});
