import { type Message, plainText } from '@tradewarden/core';
import {
  firstDelivery,
  hostileMessage,
  hostilePlan,
  messageWords,
  searchRuns,
  signalTexts,
} from '@tradewarden/testing';
import * as fc from 'fast-check';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type WebhookBench, webhookBench } from '../../test/webhook-bench.ts';
import { signalMessage } from '../formatters/signal-message.ts';
import { cleanText } from '../message/build.ts';
import { cleanMessage } from '../message/clean-message.ts';
import { graphemes } from '../message/cut-text.ts';
import { webhookBody, webhookParts } from '../webhook/webhook-event.ts';
import { consoleChannel } from './console-channel.ts';

const seeds = signalTexts(import.meta.dirname);
const any = fc.oneof(
  { arbitrary: hostileMessage(seeds), weight: 3 },
  { arbitrary: hostilePlan(seeds).map((plan) => signalMessage(plan)), weight: 1 },
);

let bench: WebhookBench;
beforeAll(async () => {
  bench = await webhookBench();
});
afterAll(async () => bench.close());

const bare = (value: string): string => value.replaceAll(/[\s•>—:]+/gu, '');
/** Controls, and characters that reorder what is read. */
const steering = /(?![\n\t])\p{Cc}|[\u200e\u200f\u202a-\u202e\u2066-\u2069]/u;

/** Nothing that steers, every word in its order, whole graphemes where it was shortened. */
function expectReadable(text: string, message: Message): void {
  expect(text.isWellFormed()).toBe(true);
  expect(steering.exec(text)?.index).toBeUndefined();
  if (text.includes('…')) {
    const whole = new Set(graphemes(plainText(cleanMessage(message))));
    for (const one of graphemes(text)) expect(whole.has(one) || /^[\s•…>—:]$/u.test(one), one).toBe(true);
    return;
  }
  // What looks like a login in an address is taken out before it is rendered.
  if (text.includes('[redacted]')) return;
  const said = bare(text);
  let at = 0;
  for (const word of messageWords(message).map((one) => bare(cleanText(one)))) {
    const found = said.indexOf(word, at);
    expect(found, word).toBeGreaterThanOrEqual(0);
    at = found + word.length;
  }
}

test('a terminal is not steered, whatever a message holds', { timeout: 600_000 }, () => {
  const plain = consoleChannel.create({ color: false });
  const colored = consoleChannel.create({ color: true });
  fc.assert(
    fc.property(any, (message) => {
      const [part] = plain.render(message);
      expectReadable(part?.text ?? '', message);
      const [bold] = colored.render(message);
      expectReadable(bold?.text.replaceAll('\u001b[1m', '').replaceAll('\u001b[22m', '') ?? '', message);
    }),
    searchRuns(10_000),
  );
});

test('a webhook stays within its size, and its text is readable', { timeout: 600_000 }, () => {
  fc.assert(
    fc.property(any, (message) => {
      const parts = webhookParts(message);
      expect(parts).toHaveLength(1);
      for (const part of parts) {
        const body = webhookBody(part, false);
        expect(Buffer.byteLength(body)).toBeLessThan(98_304);
        const { data } = JSON.parse(body) as {
          readonly data: { readonly text: string; readonly title: string };
        };
        expectReadable(data.text, message);
        expect(steering.exec(data.title)?.index).toBeUndefined();
      }
    }),
    searchRuns(10_000),
  );
});

test('a strict receiver takes them', { timeout: 600_000 }, async () => {
  let count = 0;
  await fc.assert(
    fc.asyncProperty(any, async (message) => {
      count += 1;
      for (const part of bench.channel.render(message))
        expect(await bench.channel.deliver(part, firstDelivery(`d${count}`))).toMatchObject({
          status: 'delivered',
        });
    }),
    searchRuns(200),
  );
  expect(bench.server.events).toHaveLength(count);
});
