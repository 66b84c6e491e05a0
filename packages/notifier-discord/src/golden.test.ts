import type { MessageKind } from '@tradewarden/core';
import { drawPixel, firstDelivery, sampleMessage, samplePicture } from '@tradewarden/testing';
import { expect, test } from 'vitest';
import { opened } from '../test/opened.ts';

const picture = samplePicture();

const kinds: readonly MessageKind[] = ['signal', 'batch-summary', 'alert', 'order', 'digest'];

/** The JSON of a message as Discord took it. */
test.each(kinds)('%s', async (kind) => {
  const bench = await opened('webhook', { drawPicture: drawPixel });
  const severity = kind === 'alert' ? 'critical' : 'info';
  const message = sampleMessage({ kind, severity, ...(kind === 'signal' ? { picture } : {}) });
  for (const part of bench.channel.render(message)) await bench.channel.deliver(part, firstDelivery());
  const shown = bench.server.messages.map(({ fields, live }) => ({ fields, live }));
  await bench.close();
  await expect(`${JSON.stringify(shown, undefined, 2)}\n`).toMatchFileSnapshot(`../test/golden/${kind}.txt`);
});
