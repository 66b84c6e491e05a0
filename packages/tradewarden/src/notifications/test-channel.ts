import type { Channel, DeliveryOutcome } from '@tradewarden/core';
import { alertMessage } from '@tradewarden/notify';
import { diagnosisOf } from './diagnosis.ts';

export interface ChannelTest {
  readonly channel: string;
  readonly ok: boolean;
  /** What the channel said of itself when it was looked at. */
  readonly took?: string;
  readonly outcome: DeliveryOutcome['status'];
  /** What is wrong, in a sentence, and what to do about it. */
  readonly problem?: string;
  readonly remedy?: string;
}

export interface ChannelTestOptions {
  /** Whether a message is sent, or the configuration is only proved. */
  readonly sends: boolean;
  readonly at: number;
  readonly signal: AbortSignal;
}

/** Looks at a channel, then sends it a message, and says what is wrong at the first thing that is. */
export async function testChannel(
  channel: Channel,
  { sends, at, signal }: ChannelTestOptions,
): Promise<ChannelTest> {
  const proof = await channel.verify?.(signal);
  const took = proof?.status === 'delivered' ? proof.receipt : undefined;
  if (proof !== undefined && !arrived(proof)) return failed(channel, proof);
  if (sends) {
    const text = 'If you read this, messages arrive. Nothing has happened.';
    for (const [index, part] of channel.render(alertMessage({ topic: 'test', at, text })).entries()) {
      const outcome = await channel.deliver(part, { signal, deliveryId: `test-${at}-${index}`, attempt: 1 });
      if (!arrived(outcome)) return failed(channel, outcome);
    }
  }
  return {
    channel: channel.id,
    ok: true,
    outcome: 'delivered',
    ...(took === undefined ? {} : { took }),
  };
}

const arrived = ({ status }: DeliveryOutcome): boolean => status === 'delivered' || status === 'noop';

const failed = (channel: Channel, outcome: DeliveryOutcome): ChannelTest => ({
  channel: channel.id,
  ok: false,
  outcome: outcome.status,
  ...diagnosisOf(channel.id, outcome),
});
