import type { Message, MessageBlock, MessageInline, RenderedPart } from '@tradewarden/core';
import { cleanText, graphemes, signalMessage } from '@tradewarden/notify';
import {
  firstDelivery,
  hostileMessage,
  hostilePlan,
  linksOf,
  messageWords,
  searchRuns,
  signalTexts,
} from '@tradewarden/testing';
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

const said = (value: string): MessageInline => ({ type: 'text', value });
const bold = (...children: readonly MessageInline[]): MessageInline => ({ type: 'strong', children });
const row = (...children: readonly MessageInline[]): MessageBlock => ({ type: 'paragraph', children });
const titled = (...children: readonly MessageInline[]): MessageBlock => ({
  type: 'heading',
  depth: 2,
  children,
});
const link = (...children: readonly MessageInline[]): MessageInline => ({
  type: 'link',
  url: 'https://chart.test/',
  children,
});

/** What is cleaned and escaped piece by piece must mean no more when the pieces stand side by side. */
test.each<[string, MessageBlock]>([
  ['halves of a character in a heading', titled(bold(said('a\ud800'), said('\udc00b')))],
  ['a heap of marks in a heading', titled(bold(said(`a${'\u0301'.repeat(20)}`), said('\u0301'.repeat(20))))],
  ['a mention', row(said('@'), said('everyone'))],
  ['a channel', row(said('<'), said('#1>'))],
  ['an address', row(said('https:'), said('//evil.test'))],
  ['an address cut between its slashes', row(said('https:/'), said('/evil.test'))],
  ['an address in three', row(said('https:'), said('/'), said('/evil.test'))],
  ['a link within the words of ours', row(link(said('a]'), said('(https://evil.test/)')))],
])('%s in neighbours', (_, block) => {
  const message: Message = {
    kind: 'alert',
    severity: 'notice',
    title: 'LONG',
    fields: [],
    body: { type: 'root', children: [block] },
    actions: [],
    dedupeKey: 'hostile',
  };
  expectHarmless(message);
});

test('code ends with its own marks, never with those of the next', () => {
  const coded = (value: string): MessageInline => ({ type: 'inlineCode', value });
  expect(discordMarkdown([row(coded('a'), coded('b'))])).toBe('`a`\u2060`b`');
  expect(discordMarkdown([{ type: 'code', value: ' \n' }, row(said('x'))])).toBe('\nx');
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
