import assert from 'node:assert/strict';
import type { Channel, DeliveryOutcome, Message } from '@tradewarden/core';
import { sampleMessage } from '../../builders/sample-message.ts';
import type { ChannelCase } from '../channel-suite.ts';

async function deliverAll(
  channel: Channel,
  message: Message,
  deliveryId: string,
): Promise<readonly DeliveryOutcome[]> {
  const outcomes: DeliveryOutcome[] = [];
  for (const [index, part] of channel.render(message).entries()) {
    const { signal } = new AbortController();
    outcomes.push(await channel.deliver(part, { signal, deliveryId: `${deliveryId}.${index}`, attempt: 1 }));
  }
  return outcomes;
}

/** C5 to C10: what becomes of a delivery. */
export const deliveryCases: readonly ChannelCase[] = [
  {
    name: 'C5 delivers each part once, with its words',
    run: async ({ channel, arrived }) => {
      const message = sampleMessage();
      const parts = channel.render(message).length;
      for (const { status } of await deliverAll(channel, message, 'd')) assert.equal(status, 'delivered');
      assert.equal(arrived().length, parts);
      const text = arrived().join('\n');
      for (const word of ['LONG BTC/USDT', 'Stop 41750', '0.0118', 'said the scanner', 'b = 2', 'the end'])
        assert.ok(text.includes(word), `${word} is missing in: ${text}`);
    },
  },
  {
    name: 'C6 delivers what a store has kept',
    run: async ({ channel, arrived }) => {
      const { signal } = new AbortController();
      for (const part of channel.render(sampleMessage())) {
        const kept = JSON.parse(JSON.stringify(part)) as typeof part;
        await channel.deliver(kept, { signal, deliveryId: 'd', attempt: 2 });
      }
      assert.ok(arrived().join('\n').includes('LONG BTC/USDT'));
    },
  },
  {
    name: 'C7 answers a second delivery of one id as its idempotencyKey says',
    run: async ({ channel, arrived }) => {
      const [part] = channel.render(sampleMessage());
      assert.ok(part);
      const { signal } = new AbortController();
      await channel.deliver(part, { signal, deliveryId: 'same', attempt: 1 });
      await channel.deliver(part, { signal, deliveryId: 'same', attempt: 2, repeat: true });
      if (channel.capabilities.idempotencyKey) assert.equal(arrived().length, 1);
      else assert.ok(arrived()[1]?.includes('possible duplicate'), 'a repeat says so');
    },
  },
  {
    name: 'C8 an abort becomes an outcome, not an exception',
    run: async ({ channel }) => {
      const [part] = channel.render(sampleMessage());
      assert.ok(part);
      const outcome = await channel.deliver(part, {
        signal: AbortSignal.abort(),
        deliveryId: 'd',
        attempt: 1,
      });
      assert.ok(['transient', 'uncertain', 'delivered'].includes(outcome.status), outcome.status);
    },
  },
  {
    name: 'C9 where nobody listens a delivery is transient, and is not tried again',
    run: async ({ unreachable }) => {
      if (unreachable === undefined) return;
      for (const { status } of await deliverAll(unreachable, sampleMessage(), 'd'))
        assert.equal(status, 'transient');
      await unreachable.stop?.();
    },
  },
  {
    name: 'C10 proves its configuration, where it can',
    run: async ({ channel, arrived }) => {
      if (channel.verify === undefined) return;
      const outcome = await channel.verify(new AbortController().signal);
      assert.equal(outcome.status, 'delivered', JSON.stringify(outcome));
      assert.equal(arrived().length, 0, 'a proof sends nothing');
    },
  },
];
