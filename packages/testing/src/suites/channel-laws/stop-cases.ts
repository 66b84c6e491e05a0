import assert from 'node:assert/strict';
import { sampleMessage } from '../../builders/sample-message.ts';
import type { ChannelCase } from '../channel-suite.ts';

/** C11 and C12: the end of a channel. */
export const stopCases: readonly ChannelCase[] = [
  {
    name: 'C11 refuses after stop',
    run: async ({ channel, arrived }) => {
      const [part] = channel.render(sampleMessage());
      assert.ok(part);
      await channel.stop?.();
      const { signal } = new AbortController();
      const outcome = await channel.deliver(part, { signal, deliveryId: 'd', attempt: 1 });
      assert.equal(outcome.status, 'permanent-config');
      assert.equal(arrived().length, 0);
    },
  },
  {
    name: 'C12 stops twice without harm',
    run: async ({ channel }) => {
      await channel.stop?.();
      await channel.stop?.();
    },
  },
];
