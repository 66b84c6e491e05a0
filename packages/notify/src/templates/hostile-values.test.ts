import type { Message, MessageBlock, MessageInline } from '@tradewarden/core';
import { hostilePlan, hostileText, messageWords, runsOf, signalTexts } from '@tradewarden/testing';
import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { alertMessage } from '../alerts/alert-message.ts';
import { digestMessage } from '../formatters/digest.ts';
import { signalMessage } from '../formatters/signal-message.ts';
import { cleanText } from '../message/build.ts';
import { readTemplate } from './template.ts';

const seeds = signalTexts(import.meta.dirname);

/** The tree without its words: what a reader would see as layout, links and code. */
type Shape = readonly (string | Shape)[];
const inlineShape = (inline: MessageInline): Shape | string =>
  'children' in inline
    ? [inline.type, 'url' in inline ? inline.url : '', ...inline.children.map(inlineShape)]
    : inline.type;
const blockShape = (block: MessageBlock): Shape | string => {
  switch (block.type) {
    case 'paragraph':
    case 'heading':
      return [block.type, ...block.children.map(inlineShape)];
    case 'blockquote':
      return [block.type, ...block.children.map(blockShape)];
    case 'list':
      return [block.type, ...block.children.map((item) => item.children.map(blockShape))];
    case 'code':
    case 'thematicBreak':
      return block.type;
  }
};
const shapeOf = ({ body }: Pick<Message, 'body'>): Shape => body.children.map(blockShape);

/** A harmless value in its place, absent where it is absent. */
const tame = (value: string): string => (cleanText(value).trim() === '' ? value : 'x');
const runs = { numRuns: runsOf(3500), endOnFailure: true };
const words = hostileText(seeds);

test('a plan full of hostile words has the layout of a harmless one', { timeout: 600_000 }, () => {
  fc.assert(
    fc.property(hostilePlan(seeds), (plan) => {
      const { factors = [], conflicts = [] } = plan.confluence ?? {};
      const harmless = {
        ...plan,
        rationale: tame(plan.rationale ?? ''),
        timeframe: tame(plan.timeframe ?? ''),
        entry: { ...plan.entry, rationale: tame(plan.entry.rationale ?? '') },
        stop: { ...plan.stop, rationale: tame(plan.stop.rationale ?? '') },
        confluence: {
          conflicts: conflicts.map(tame),
          factors: factors.map((one) => ({ ...one, name: tame(one.name), detail: tame(one.detail ?? '') })),
        },
      };
      const message = signalMessage(plan);
      expect(shapeOf(message)).toEqual(shapeOf(signalMessage(harmless)));
      expect(message.title).toBe(signalMessage(harmless).title);
      const said = messageWords(message).join('\n');
      for (const factor of factors) expect(said).toContain(cleanText(factor.name).trim());
      expect(said).toContain(cleanText(plan.rationale ?? '').trim());
    }),
    runs,
  );
});

test('alerts and digests too', { timeout: 600_000 }, () => {
  const alerts = fc.record({
    text: words,
    subject: words,
    detail: words,
    facts: fc.array(fc.record({ label: words, value: words }), { maxLength: 3 }),
  });
  fc.assert(
    fc.property(alerts, ({ text, subject, detail, facts }) => {
      const alert = { topic: 'halt', at: 0, text, subject, detail, facts } as const;
      const harmless = {
        ...alert,
        text: tame(text),
        subject: tame(subject),
        // Code may be blank.
        detail: cleanText(detail) === '' ? '' : 'x',
        facts: facts.map(({ label, value }) => ({ label: tame(label), value: tame(value) })),
      };
      expect(shapeOf(alertMessage(alert))).toEqual(shapeOf(alertMessage(harmless)));
      expect(messageWords(alertMessage(alert)).join('\n')).toContain(cleanText(detail).trim());
      const held = (title: string) => ({
        id: 'd',
        reason: 'it was quiet',
        entries: [{ title, severity: 'notice' as const, times: 2 }],
      });
      expect(shapeOf(digestMessage(held(`a ${text}`)))).toEqual(shapeOf(digestMessage(held('a x'))));
    }),
    runs,
  );
});

const source = `# {{a}} said

## {{b}} in a heading

**{{c}}** and _{{d}}_ and \`{{e}}\` and [the {{f}}]({{g}}) and {{h | upper}}

> {{i}}

{{#each rows}}
1. {{this | truncate:40}}
{{/each}}

\`\`\`
{{j}} in code
\`\`\`
`;
const letters = ['a', 'b', 'c', 'd', 'e', 'f', 'g', 'h', 'i', 'j'] as const;

test("a user's own template keeps its layout, wherever it places a value", { timeout: 600_000 }, () => {
  const sample = { ...Object.fromEntries(letters.map((letter) => [letter, 'x'])), rows: ['x'] };
  const reading = readTemplate(source, sample);
  if (!reading.ok) throw new Error(JSON.stringify(reading.problems));
  const values = fc.tuple(fc.tuple(...letters.map(() => words)), fc.array(words, { maxLength: 3 }));
  fc.assert(
    fc.property(values, ([each, rows]) => {
      const view = {
        ...Object.fromEntries(letters.map((letter, index) => [letter, each[index] ?? ''])),
        rows,
      };
      const harmless = {
        ...Object.fromEntries(letters.map((letter, index) => [letter, tame(each[index] ?? '')])),
        // A link stays one only to an address over TLS, which decides of the layout.
        g: each[letters.indexOf('g')],
        rows: rows.map(tame),
      };
      const filled = reading.template.compose(view);
      expect(shapeOf(filled)).toEqual(shapeOf(reading.template.compose(harmless)));
      expect(filled.title).toBe(`${cleanText(each[0] ?? '')} said`.replaceAll(/\s+/g, ' ').trim());
    }),
    runs,
  );
});
