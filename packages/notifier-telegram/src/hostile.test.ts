import type { Message, RenderedPart } from '@tradewarden/core';
import { cleanText, graphemes, signalMessage } from '@tradewarden/notify';
import {
  firstDelivery,
  hostileMessage,
  hostilePlan,
  linksOf,
  messageWords,
  sampleMessage,
  searchRuns,
  signalTexts,
} from '@tradewarden/testing';
import { TelegramBotApi, TelegramRefusal } from '@tradewarden/testing/telegram';
import * as fc from 'fast-check';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type Opened, opened, token } from '../test/opened.ts';
import { renderMessage, type TelegramExtra } from './render/render-message.ts';
import { telegramText, writtenText } from './render/telegram-text.ts';
import { wordJoiner } from './render/unlinked-text.ts';

const seeds = signalTexts(import.meta.dirname);

let bench: Opened;
beforeAll(async () => {
  bench = await opened();
});
afterAll(async () => bench.close());

const rendered = (message: Message): readonly RenderedPart[] =>
  renderMessage(message, { silentFor: [], pictures: false });

/** Without layout, and without what we add. */
const bare = (value: string): string => value.replaceAll(wordJoiner, '').replaceAll(/[\s•:—]+/gu, '');

const chats = [{ id: 1, type: 'private' as const }];
const clock = { now: () => 0, sleep: async () => {} };

/** Never refused, no meaning but ours, no word lost; `links` are the addresses that people may follow. */
function expectHarmless(message: Message, links: readonly string[]): void {
  const api = new TelegramBotApi({ token, chats, rates: undefined, clock });
  const parts = rendered(message);
  for (const { text, extra } of parts) {
    const { entities } = extra as unknown as TelegramExtra;
    try {
      api.call('sendMessage', { chat_id: 1, text, entities }, undefined);
    } catch (error) {
      if (!(error instanceof TelegramRefusal)) throw error;
      expect.fail(`${error.message}: ${JSON.stringify({ text, entities })}`);
    }
  }
  for (const sent of api.messages) {
    expect(sent.detected, sent.text).toEqual([]);
    expect(sent.droppedEntities).toBe(0);
    for (const { type, url } of sent.entities) if (type === 'text_link') expect(links).toContain(url);
  }
  const whole = telegramText(message);
  // What is too long for one message may lose optional words.
  if (parts[0]?.text !== whole.text) return;
  const said = bare(api.messages.map(({ text }) => text).join('\n'));
  expect(said).toBe(bare(messageWords(message).map(cleanText).join('')));
}

test('hostile plans are never refused, mean nothing, and keep their words', { timeout: 600_000 }, () => {
  fc.assert(
    fc.property(hostilePlan(seeds), (plan) => {
      const { chartUrl = '' } = plan;
      // The chart of a plan is the one address in it that people may follow.
      expectHarmless(signalMessage(plan), URL.canParse(chartUrl) ? [new URL(chartUrl).href] : []);
    }),
    searchRuns(6000),
  );
});

test('neither do other messages, whoever made them', { timeout: 600_000 }, () => {
  fc.assert(
    fc.property(hostileMessage(seeds), (message) => expectHarmless(message, linksOf(message))),
    searchRuns(4000),
  );
});

test('an address that begins with the name of another is no link', () => {
  const words = [{ type: 'text', value: 'my orders' }] as const;
  const link = { type: 'link', url: 'https://exchange.test@evil.test/', children: words } as const;
  const message = sampleMessage({
    body: { type: 'root', children: [{ type: 'paragraph', children: [link] }] },
  });
  expectHarmless(message, []);
});

test('parts of long plans are whole graphemes', { timeout: 600_000 }, () => {
  fc.assert(
    fc.property(hostilePlan(seeds, 'long'), (plan) => {
      const message = signalMessage(plan);
      const parts = rendered(message);
      const whole = new Set(graphemes(writtenText(message).text));
      for (const { text } of parts)
        for (const one of graphemes(text))
          expect(
            whole.has(one) || one === wordJoiner || /^[\s•…()/\d]$/u.test(one),
            JSON.stringify(one),
          ).toBe(true);
    }),
    searchRuns(200),
  );
});

test('the same through grammY and the network', { timeout: 600_000 }, async () => {
  await fc.assert(
    fc.asyncProperty(hostilePlan(seeds), async (plan) => {
      for (const part of bench.channel.render(signalMessage(plan)))
        expect(await bench.channel.deliver(part, firstDelivery())).toMatchObject({ status: 'delivered' });
      expect(bench.server.messages.flatMap(({ detected }) => detected)).toEqual([]);
    }),
    searchRuns(200),
  );
});
