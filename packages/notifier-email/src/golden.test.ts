import { firstDelivery, sampleMessage } from '@tradewarden/testing';
import { mailPart } from '@tradewarden/testing/smtp';
import { expect, test } from 'vitest';
import { opened } from '../test/opened.ts';

test.each(['signal', 'batch-summary', 'alert', 'order', 'digest'] as const)('%s', async (kind) => {
  const bench = await opened();
  for (const part of bench.channel.render(sampleMessage({ kind })))
    await bench.channel.deliver(part, firstDelivery());
  const [mail] = bench.server.mails;
  await bench.close();
  const shown = `${mail?.headers['subject']}\n\n${mailPart(mail!, 'text/plain')}\n\n${mailPart(mail!, 'text/html')}`;
  await expect(shown).toMatchFileSnapshot(`../test/golden/${kind}.txt`);
});
