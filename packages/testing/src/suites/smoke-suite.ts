import assert from 'node:assert/strict';
import { type Channel, type DeliveryOutcome, type Message, systemClock } from '@tradewarden/core';
import { sampleMessage } from '../builders/sample-message.ts';
import { samplePicture } from '../builders/sample-picture.ts';
import type { TestFunction } from './store-suite-options.ts';

export interface SmokeBench {
  readonly channel: Channel;
  /** The same account, to where nobody is; absent: the service does not say. */
  readonly nowhere?: Channel;
  /** The same place, with credentials that are wrong. */
  readonly stranger?: Channel;
  /** Ends what `open` started. */
  readonly close?: () => Promise<void>;
}

export interface SmokeSuiteOptions {
  readonly open: () => SmokeBench | Promise<SmokeBench>;
  /** Between two deliveries, so that a live service does not count them as a flood; default 0. */
  readonly spacingMs?: number;
}

const title = 'Test of Tradewarden: LONG BTC/USDT @ 42200';
const ofText = (value: string): Message =>
  sampleMessage({
    title,
    body: { type: 'root', children: [{ type: 'paragraph', children: [{ type: 'text', value }] }] },
  });

/** What is worth sending to a service to see that it takes it. */
const messages: readonly (readonly [what: string, message: Message])[] = [
  ...(['signal', 'batch-summary', 'alert', 'order', 'digest'] as const).map(
    (kind) => [`a message of the kind ${kind}`, sampleMessage({ kind, title })] as const,
  ),
  ['a message with the picture of a plan', sampleMessage({ title, picture: samplePicture() })],
  ['a message that is too long for one part', ofText('word 42.5 '.repeat(900))],
  [
    'words that mean something to chats, browsers and mail programs',
    ofText(
      '*a* _b_ `c` ~d~ |e| [f](https://x.test) <b>&amp;</b> @everyone /kill #tag t.me/x ‮right 👨‍👩‍👧‍👦 \u0000',
    ),
  ],
];

async function sendAll(
  channel: Channel,
  message: Message,
  spacingMs: number,
): Promise<readonly DeliveryOutcome[]> {
  const outcomes: DeliveryOutcome[] = [];
  for (const part of channel.render(message)) {
    if (spacingMs > 0) await systemClock.sleep(spacingMs);
    const deliveryId = `smoke-${systemClock.now()}-${outcomes.length}`;
    outcomes.push(
      await channel.deliver(part, { signal: new AbortController().signal, deliveryId, attempt: 1 }),
    );
  }
  return outcomes;
}

/**
 * The same few deliveries for a fake server and for the live service behind it: what passes on one and not on the
 * other shows where the fake is wrong. They fail with `AssertionError`, so any runner will do.
 */
export function smokeSuite(test: TestFunction, { open, spacingMs = 0 }: SmokeSuiteOptions): void {
  const on = (name: string, run: (bench: SmokeBench) => Promise<void>): void => {
    test(name, async () => {
      const bench = await open();
      try {
        await run(bench);
      } finally {
        for (const channel of [bench.channel, bench.nowhere, bench.stranger]) await channel?.stop?.();
        await bench.close?.();
      }
    });
  };
  on('proves its configuration', async ({ channel }) => {
    assert.equal((await channel.verify?.(new AbortController().signal))?.status ?? 'delivered', 'delivered');
  });
  for (const [what, message] of messages)
    on(`takes ${what}`, async ({ channel }) => {
      for (const outcome of await sendAll(channel, message, spacingMs))
        assert.equal(outcome.status, 'delivered', JSON.stringify(outcome));
    });
  on(
    'says for good that nobody is there, or that it knows no such credentials',
    async ({ nowhere, stranger }) => {
      for (const wrong of [nowhere, stranger]) {
        if (wrong === undefined) continue;
        const [outcome] = await sendAll(wrong, ofText('nobody'), spacingMs);
        assert.match(outcome?.status ?? '', /^permanent-(target|config)$/, JSON.stringify(outcome));
      }
    },
  );
}
