import assert from 'node:assert/strict';
import type { Channel, ChannelCapabilities, Message, MessageKind } from '@tradewarden/core';
import * as fc from 'fast-check';
import { hostileText } from '../../builders/hostile-plan.ts';
import { sampleMessage } from '../../builders/sample-message.ts';
import type { ChannelCase } from '../channel-suite.ts';
import { runsOf } from '../runs-of.ts';

const kinds: readonly MessageKind[] = ['signal', 'batch-summary', 'alert', 'order', 'digest'];

const segmenter = new Intl.Segmenter('en', { granularity: 'grapheme' });
const lengths: Readonly<Record<ChannelCapabilities['lengthUnit'], (text: string) => number>> = {
  'code-points': (text) => Array.from(text).length,
  utf16: (text) => text.length,
  bytes: (text) => Buffer.byteLength(text),
  graphemes: (text) => Array.from(segmenter.segment(text)).length,
};

/** Within what the channel says, valid Unicode, and the same after a store has kept it. */
function checkParts(channel: Channel, message: Message): void {
  const { capabilities } = channel;
  const parts = channel.render(message);
  assert.ok(parts.length >= 1 && parts.length <= capabilities.maximumParts, `${parts.length} parts`);
  for (const part of parts) {
    assert.ok(
      lengths[capabilities.lengthUnit](part.text) <= capabilities.maximumLength,
      'a part is too long',
    );
    assert.ok(JSON.stringify(part).isWellFormed() && part.text.isWellFormed(), 'half a character');
    assert.deepEqual(JSON.parse(JSON.stringify(part)), part, 'a part is plain JSON');
  }
  assert.deepEqual(channel.render(message), parts, 'rendering twice gives the same');
}

const ofText = (value: string): Message =>
  sampleMessage({
    body: { type: 'root', children: [{ type: 'paragraph', children: [{ type: 'text', value }] }] },
  });

/** C1 what a channel states, C2 to C4 what it renders. */
export const renderCases: readonly ChannelCase[] = [
  {
    name: 'C1 names itself and states what it can',
    run: ({ channel }) => {
      const { maximumLength, maximumParts, lengthUnit, rates = [] } = channel.capabilities;
      assert.equal(channel.specification, 'channel/v1');
      assert.ok(channel.id !== '');
      assert.ok(lengthUnit in lengths);
      assert.ok(Number.isInteger(maximumLength) && maximumLength >= 100);
      assert.ok(Number.isInteger(maximumParts) && maximumParts >= 1);
      assert.equal(new Set(rates.map(({ scope }) => scope)).size, rates.length, 'scopes are unique');
      for (const { count, windowMs } of rates) assert.ok(count >= 1 && windowMs >= 1);
    },
  },
  {
    name: 'C2 renders every kind of message, the title first',
    run: ({ channel }) => {
      for (const kind of kinds) {
        const message = sampleMessage({ kind });
        checkParts(channel, message);
        const [first] = channel.render(message);
        assert.ok(JSON.stringify(first).includes('LONG'), `${kind}: the first part has the title`);
      }
    },
  },
  {
    name: 'C3 long messages become parts within its limits, or are shortened',
    run: ({ channel }) => {
      const { maximumLength, maximumParts } = channel.capabilities;
      for (const factor of [0.9, 1, 1.1, 3, maximumParts + 2])
        checkParts(channel, ofText('word 42.5 '.repeat((maximumLength * Math.min(factor, 30)) / 10)));
      checkParts(channel, ofText('👨‍👩‍👧‍👦'.repeat(maximumLength / 4)));
      checkParts(channel, sampleMessage({ title: 'x'.repeat(maximumLength * 2) }));
    },
  },
  {
    name: 'C4 renders any text',
    run: ({ channel }) => {
      const render = fc.property(hostileText(), hostileText(), (title, value) => {
        checkParts(channel, { ...ofText(value), title: `LONG ${title}` });
      });
      fc.assert(render, { numRuns: runsOf(200) });
    },
  },
];
