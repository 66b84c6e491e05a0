import { inspect } from 'node:util';
import { ConfigError, type Logger } from '@tradewarden/core';
import { drawPixel, firstDelivery, sampleMessage, samplePicture } from '@tradewarden/testing';
import { mailPart } from '@tradewarden/testing/smtp';
import { afterEach, expect, test } from 'vitest';
import { type Opened, opened, password } from '../test/opened.ts';
import { email } from './email-channel.ts';

const picture = samplePicture();

const open: Opened[] = [];
const use = async (...given: Parameters<typeof opened>): Promise<Opened> => {
  const bench = await opened(...given);
  open.push(bench);
  return bench;
};
afterEach(async () => {
  for (const bench of open.splice(0)) await bench.close();
});

test('refuses options that are none, all at once', () => {
  expect(() => email.create({ url: 'http://x', from: 'a\r\nBcc: b@x.test', to: 'nobody' })).toThrow(
    ConfigError,
  );
});

test.each(['smtp://bot:100%@x.test', 'smtp://bot:%ff@x.test', 'smtp://50%:word@x.test'])(
  'a login that is not percent-encoded is refused in words: %s',
  (url) => {
    const create = (): unknown => email.create({ url, from: 'bot@x.test', to: 'me@x.test' });
    expect(create).toThrow(ConfigError);
    expect(create).toThrow(/percent-encoded/);
  },
);

test('mails of one plan are one thread; every attempt has the same Message-ID', async () => {
  const { channel, server } = await use();
  const [first] = channel.render(sampleMessage({ planId: 'p1' }));
  const [second] = channel.render(sampleMessage({ planId: 'p1', title: 'LONG closed' }));
  await channel.deliver(first!, firstDelivery('a'));
  await channel.deliver(first!, { ...firstDelivery('a'), attempt: 2, repeat: true });
  await channel.deliver(second!, firstDelivery('b'));
  const [one, again, other] = server.mails;
  expect(again).toMatchObject({ messageId: one?.messageId, duplicate: true });
  expect(other?.duplicate).toBe(false);
  expect(new Set(server.mails.map(({ headers }) => headers['references'])).size).toBe(1);
  expect(one?.headers['references']).toMatch(/^<plan\.[\da-f]{32}@x\.test>$/);
  expect(one?.headers).toMatchObject({
    'auto-submitted': 'auto-generated',
    'x-auto-response-suppress': 'All',
  });
  expect(server.connections).toBe(1);
});

test('the picture stands in the HTML, with its words; without it the mail goes as well', async () => {
  const { channel, server } = await use({ drawPicture: drawPixel });
  const [part] = channel.render(sampleMessage({ picture }));
  await channel.deliver(part!, firstDelivery());
  expect(mailPart(server.mails[0]!, 'text/html')).toContain(
    `<img src="cid:plan-picture@tradewarden" alt="${picture.alt}"`,
  );
  expect(server.mails[0]?.raw).toContain('Content-Id: <plan-picture@tradewarden>'.replace('Id', 'ID'));
  server.script({ at: 'body', do: { reply: '552 5.3.4 too big' } });
  expect(await channel.deliver(part!, firstDelivery('d2'))).toMatchObject({ status: 'delivered' });
  expect(mailPart(server.mails[1]!, 'text/html')).not.toContain('<img');
});

test('a title makes no header', async () => {
  const { channel, server } = await use();
  const [part] = channel.render(sampleMessage({ title: 'LONG\r\nBcc: evil@x.test' }));
  await channel.deliver(part!, firstDelivery());
  expect(server.mails[0]).toMatchObject({ to: ['me@x.test'], headers: { subject: 'LONG Bcc: evil@x.test' } });
  expect(server.mails[0]?.headers).not.toHaveProperty('bcc');
});

test('the password is in no outcome, log, part or mail, whatever fails', async () => {
  const said: unknown[] = [];
  const note = (...parts: readonly unknown[]): void => void said.push(parts);
  const bench = await use({ logger: { debug: note, info: note, warn: note, error: note } satisfies Logger });
  const [part] = bench.channel.render(sampleMessage({ title: `LONG ${password}` }));
  const replies = ['421 x', '535 x', '550 5.1.1 x', '552 5.3.4 x', '451 x'].map(
    (reply) => `${reply} ${password}`,
  );
  const results: unknown[] = [part, bench.channel];
  for (const [index, reply] of replies.entries()) {
    bench.server.script({ at: index === 1 ? 'auth' : 'mail', do: { reply } });
    results.push(await bench.channel.deliver(part!, firstDelivery(reply)));
  }
  bench.server.script({ at: 'body', do: { drop: true } });
  results.push(
    await bench.channel.deliver(part!, firstDelivery()),
    await bench.channel.verify?.(firstDelivery().signal),
  );
  await bench.channel.deliver(part!, firstDelivery('last'));
  const mails = bench.server.mails.map(({ raw }) => raw);
  const text = [...results, said, mails]
    .map((thing) => `${inspect(thing, { depth: 20 })} ${JSON.stringify(thing)}`)
    .join('\n');
  for (const form of [password, encodeURIComponent(password), btoa(password), btoa(`\0bot\0${password}`)])
    expect(text).not.toContain(form);
  expect(mails.length).toBeGreaterThan(0);
});
