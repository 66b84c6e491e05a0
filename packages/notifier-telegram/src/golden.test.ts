import type { MessageKind } from '@tradewarden/core';
import { firstDelivery, sampleMessage } from '@tradewarden/testing';
import { expect, test } from 'vitest';
import { opened } from '../test/opened.ts';

const kinds: readonly MessageKind[] = ['signal', 'batch-summary', 'alert', 'order', 'digest'];

/** Text and formatting as they lie in the chat, after Telegram took them. */
test.each(kinds)('%s', async (kind) => {
  const bench = await opened();
  const severity = kind === 'alert' ? 'critical' : 'info';
  for (const part of bench.channel.render(sampleMessage({ kind, severity })))
    await bench.channel.deliver(part, firstDelivery());
  const shown = bench.server.messages.map(({ text, entities, silent }) => ({
    silent,
    text: text.split('\n'),
    formats: entities.map(({ type, offset, length, url }) =>
      [type, JSON.stringify(text.slice(offset, offset + length)), ...(url === undefined ? [] : [url])].join(
        ' ',
      ),
    ),
  }));
  await bench.close();
  await expect(`${JSON.stringify(shown, undefined, 2)}\n`).toMatchFileSnapshot(`../test/golden/${kind}.txt`);
});
