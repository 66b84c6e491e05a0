import { type Message, plainText } from '@tradewarden/core';
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
import { mailPart, ruleBroken } from '@tradewarden/testing/smtp';
import * as fc from 'fast-check';
import { createTransport } from 'nodemailer';
import { expect, test } from 'vitest';
import { opened } from '../test/opened.ts';
import { type MailExtra, mostBytes, renderMessage } from './render/render-message.ts';

const seeds = signalTexts(import.meta.dirname);

/** Without layout, and without heaps of marks: how many of one stay depends on the character that they stand on. */
const bare = (value: string): string => value.replaceAll(/[\s•>—:]+|\p{M}{16,}/gu, '');
const ours =
  /^<(?:!doctype html|\/?(?:html|head|meta|body|h[12]|p|ul|ol|li|strong|em|blockquote|pre|code|br|hr)\b[^<>]*|\/?a(?: href="[^"<>]*")?)>$/;
const words = (html: string): string =>
  html
    .replaceAll(/<[^>]*>/g, '')
    .replaceAll('&#x26;', '&')
    .replaceAll('&#x3C;', '<');

/** What is in a mail: no tag, link or picture but ours, one line of subject, no word lost. */
function expectHarmless(message: Message): { readonly text: string; readonly extra: MailExtra } {
  const [part] = renderMessage(message, { pictures: false });
  const { text, extra: given } = part!;
  const extra = given as unknown as MailExtra;
  const { html, subject } = extra;
  expect(/[\r\n]/.test(subject)).toBe(false);
  expect(graphemes(subject).length).toBeLessThanOrEqual(150);
  expect(Buffer.byteLength(html)).toBeLessThanOrEqual(mostBytes);
  expect(Buffer.byteLength(text)).toBeLessThanOrEqual(mostBytes);
  const tags = html.match(/<[^>]*>?/g) ?? [];
  expect(tags.filter((tag) => !ours.test(tag))).toEqual([]);
  const said = tags.join(' ');
  expect(/\s(?:src|on\w+)=/i.test(said)).toBe(false);
  const links = linksOf(message)
    .map(cleanText)
    .filter((url) => /^https?:\/\//.test(url));
  const followed = [...said.matchAll(/ href="([^"]*)"/g)].map(([, url = '']) => url);
  expect(followed.length).toBeLessThanOrEqual(links.length);
  expect(followed.every((url) => url === '' || /^https?:\/\//.test(url))).toBe(true);
  if (text.includes('…')) return { text, extra };
  const all = messageWords(message).map(cleanText).join('');
  expect(bare(words(html))).toBe(bare(all));
  for (const word of messageWords(message)) expect(bare(text)).toContain(bare(cleanText(word)));
  return { text, extra };
}

test('hostile plans become mails without a tag, picture or link of theirs', { timeout: 600_000 }, () => {
  fc.assert(
    fc.property(hostilePlan(seeds), (plan) => {
      expectHarmless(signalMessage(plan));
    }),
    searchRuns(6000),
  );
});

test('so do other messages, whoever made them', { timeout: 600_000 }, () => {
  fc.assert(
    fc.property(hostileMessage(seeds), (message) => {
      expectHarmless(message);
    }),
    searchRuns(4000),
  );
});

test('an address that begins with the name of another is no link', () => {
  const said = [{ type: 'text', value: 'my orders' }] as const;
  const link = { type: 'link', url: 'https://exchange.test@evil.test/', children: said } as const;
  const message = sampleMessage({
    body: { type: 'root', children: [{ type: 'paragraph', children: [link] }] },
  });
  expect(expectHarmless(message).extra.html).not.toContain('evil.test');
});

test('as mails they keep the rules of mail servers', { timeout: 600_000 }, async () => {
  const composer = createTransport({ streamTransport: true, buffer: true, newline: 'windows' });
  await fc.assert(
    fc.asyncProperty(hostileMessage(seeds), async (message) => {
      const { text, extra } = expectHarmless(message);
      const { subject, html } = extra;
      const sent = { from: 'a@x.test', to: 'b@x.test', messageId: '<1@x.test>', subject, text, html };
      const { message: raw } = (await composer.sendMail(sent)) as unknown as { readonly message: Buffer };
      expect(ruleBroken(raw.toString('utf8'))).toBeUndefined();
      expect(mailPart({ raw: raw.toString('utf8') }, 'text/plain').trimEnd()).toBe(
        text.replaceAll(/\r\n?/g, '\n').trimEnd(),
      );
    }),
    searchRuns(1000),
  );
});

test('long ones are cut between graphemes', { timeout: 600_000 }, () => {
  fc.assert(
    fc.property(hostilePlan(seeds, 'long'), (plan) => {
      const message = signalMessage({ ...plan, rationale: (plan.rationale ?? '').repeat(9) });
      const whole = new Set(graphemes(cleanText(plainText(message))));
      for (const one of graphemes(expectHarmless(message).text))
        expect(whole.has(one) || /^[\s•…>—:]$/u.test(one), JSON.stringify(one)).toBe(true);
    }),
    searchRuns(20),
  );
});

test('a mail server takes them', { timeout: 600_000 }, async () => {
  const { channel, server, close } = await opened();
  await fc.assert(
    fc.asyncProperty(hostilePlan(seeds), async (plan) => {
      const [part] = channel.render(signalMessage(plan));
      expect(await channel.deliver(part!, firstDelivery(plan.rationale))).toMatchObject({
        status: 'delivered',
      });
      expect(server.mails.at(-1)?.to).toEqual(['me@x.test']);
    }),
    searchRuns(100),
  );
  await close();
});
