import type { Message, RenderedPart } from '@tradewarden/core';
import { cleanText, graphemes, signalMessage } from '@tradewarden/notify';
import { firstDelivery, hostileMessage, hostilePlan, linksOf, messageWords, searchRuns, signalTexts } from '@tradewarden/testing';
import { checkPayload, liveMarkup, pinged } from '@tradewarden/testing/discord';
import * as fc from 'fast-check';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type Opened, opened } from '../test/opened.ts';
import { discordMarkdown } from './render/discord-markdown.ts';
import { type DiscordExtra, renderMessage } from './render/render-message.ts';

const seeds = signalTexts(import.meta.dirname);

let bench: Opened;
beforeAll(async () => {
  bench = await opened();
});
afterAll(async () => bench.close());

const rendered = (message: Message): readonly RenderedPart[] =>
  renderMessage(message, { silent: false, pictures: false });

/** Without layout and marks, on both sides. */
const bare = (value: string): string => value.replaceAll(/[\s\u2060\\*_~`|[\]>•:—\-.#+]+/gu, '');

/** A link of ours as it stands in Markdown, with an address that nothing ends early. */
const ourLink = /^(?:\[[^\n]*\]\(<)?(https?:\/\/[^()<>[\]\\`\s]+)>\)/;
const same = (url: string): string => url.replaceAll(/%2[89]|%3[CE]|%40|%5[BCD]|%60/g, decodeURIComponent);

/** Never refused, nothing live but the links that are ours, nobody pinged, no word lost. */
function expectHarmless(message: Message): void {
  const links = linksOf(message).filter((url) => URL.canParse(url));
  const ours = new Set(links.map((url) => same(new URL(url).href)));
  const parts = rendered(message);
  for (const { extra } of parts) {
    const { embed } = extra as unknown as DiscordExtra;
    const fields = { embeds: [embed], allowed_mentions: { parse: [] } };
    expect(() => checkPayload(fields, new Map(), 'webhook'), JSON.stringify(fields)).not.toThrow();
    const { title, description = '' } = embed;
    const live = [title, description, ...embed.fields.flatMap(({ name, value }) => [name, value])].flatMap(
      liveMarkup,
    );
    const foreign = live.filter(
      ({ kind, text }) => kind !== 'link' || !ours.has(same(ourLink.exec(text)?.[1] ?? '')),
    );
    expect(foreign, description).toEqual([]);
    expect(pinged(`${title} ${description}`, undefined, ['users', 'roles', 'everyone'])).toEqual([]);
  }
  const whole = discordMarkdown(message.body.children);
  // What is too long for one message may lose optional words.
  if (parts[0]?.text !== whole) return;
  const words = messageWords({ ...message, fields: [] })
    .map(cleanText)
    .join('');
  expect(bare(`${cleanText(message.title)}${withoutAddresses(whole)}`)).toBe(bare(words));
}

/** The words of links without where they lead. */
const withoutAddresses = (text: string): string => text.replaceAll(/\]\(<[^>\n]*>\)/g, ']');

test('hostile plans are never refused, mean nothing, and keep their words', { timeout: 600_000 }, () => {
  fc.assert(
    fc.property(hostilePlan(seeds), (plan) => {
      expectHarmless({ ...signalMessage(plan), picture: undefined as never });
    }),
    searchRuns(6000),
  );
});

test('neither do other messages, whoever made them', { timeout: 600_000 }, () => {
  fc.assert(fc.property(hostileMessage(seeds), expectHarmless), searchRuns(4000));
});

test('parts of long plans are whole graphemes', { timeout: 600_000 }, () => {
  fc.assert(
    fc.property(hostilePlan(seeds, 'long'), (plan) => {
      const message = signalMessage(plan);
      const whole = new Set(graphemes(discordMarkdown(message.body.children)));
      for (const { text } of rendered(message))
        for (const one of graphemes(text))
          expect(whole.has(one) || /^[\s\u2060…>*_]$/u.test(one), JSON.stringify(one)).toBe(true);
    }),
    searchRuns(200),
  );
});

test('the same through the REST client and the network', { timeout: 600_000 }, async () => {
  await fc.assert(
    fc.asyncProperty(hostilePlan(seeds), async (plan) => {
      for (const part of bench.channel.render(signalMessage(plan)))
        expect(await bench.channel.deliver(part, firstDelivery())).toMatchObject({ status: 'delivered' });
      expect(bench.server.messages.flatMap((message) => message.pinged)).toEqual([]);
    }),
    searchRuns(200),
  );
});
