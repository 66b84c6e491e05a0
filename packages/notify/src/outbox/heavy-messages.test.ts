import {
  type Alert,
  alertJob,
  enqueueParts,
  JobQueue,
  memoryStore,
  type Message,
  VirtualClock,
} from '@tradewarden/core';
import { expect, test } from 'vitest';
import { scripted } from '../../test/announced.ts';
import { deadLetters } from './dead-letters.ts';
import { createDispatcher } from './dispatcher.ts';

const book = { account: 'main', mode: 'notify' } as const;

function setUp() {
  const clock = new VirtualClock(Date.UTC(2026, 0, 5, 12));
  const store = memoryStore({ clock });
  let count = 0;
  return {
    clock,
    store,
    say: async (alert: Partial<Alert>): Promise<void> => {
      count += 1;
      const job = alertJob({ topic: 'halt', at: clock.now(), text: `text ${count}`, ...alert });
      const { puts, adds } = enqueueParts(book, 'outbox', [job], clock.now());
      const key = `main/notify/test/${count}`;
      await store.commit({ checks: [{ key, version: 0 }], puts: [...puts, { key, value: 1 }], adds });
    },
  };
}

test('a target that is gone is called so in the same words, however often it is told of', async () => {
  const { clock, store, say } = setUp();
  const reason = `403 "Forbidden": ${'\\"'.repeat(20)} ${'long '.repeat(2000)}`;
  const { channel } = scripted(() => ({ status: 'permanent-target', reason }));
  const dispatcher = createDispatcher({ store, clock, ...book, channels: [channel] });
  for (let index = 0; index < 30; index += 1) await say({ subject: `s${index}` });
  await dispatcher.drain();
  const letters = await deadLetters(store, book, clock).list(100);
  expect(letters.length).toBeGreaterThanOrEqual(30);
  const reasons = new Set(letters.map((letter) => letter.reason));
  expect(reasons.size).toBe(2);
  for (const one of reasons) {
    expect(one.length).toBeLessThan(600);
    expect(one).toContain(reason.slice(0, 499));
  }
});

test.each([1, 2, 7])(
  'an alert that is as long as a commit reaches %i channels, and fails over',
  async (count) => {
    const { clock, store, say } = setUp();
    // Each takes some 60 kB of text, as mail does.
    const capabilities = { maximumLength: 60_000, maximumParts: 10 };
    const refused = scripted(() => ({ status: 'permanent-payload', reason: 'too odd' }), 'refused');
    const good = Array.from({ length: count }, (_, index) =>
      scripted(() => ({ status: 'delivered' }), { id: `good-${index}`, capabilities }),
    );
    const channels = [refused, ...good].map(({ channel }) => channel);
    const routes = [{ channels: ['refused'] }, { channels: good.map(({ channel }) => channel.id) }];
    const dispatcher = createDispatcher({ store, clock, ...book, channels, routes });
    const facts = [{ label: 'stack', value: 'at line 1\n'.repeat(4000) }];
    await say({ topic: 'kill', subject: 'main', detail: '\u{1f600}"\\'.repeat(9000), facts });
    for (let pass = 0; pass < 10; pass += 1) {
      await dispatcher.drain();
      clock.advance(60_000);
    }
    for (const { texts } of good)
      expect(texts.filter((text) => text.includes('KILL · main'))).toHaveLength(1);
    expect(await dispatcher.queued()).toBe(0);
  },
);

test('what no commit holds is kept aside, and what is behind it goes on', async () => {
  const { clock, store, say } = setUp();
  const { channel, texts } = scripted(() => ({ status: 'delivered' }));
  const bloated = {
    ...channel,
    render: (message: Message) => [
      { text: message.title.repeat(message.title.includes('bad') ? 30_000 : 1) },
    ],
  };
  const dispatcher = createDispatcher({ store, clock, ...book, channels: [bloated] });
  await say({ subject: 'bad' });
  await say({ subject: 'good' });
  await dispatcher.drain();
  expect(texts).toEqual([expect.stringContaining('good')]);
  expect(dispatcher.counts()).toMatchObject({ delivered: 1, dead: 1 });
  const dead = await new JobQueue({ store, book, name: 'outbox', clock }).dead(10);
  expect(dead).toMatchObject([
    { reason: expect.stringMatching(/^cannot be routed: a commit of \d+ bytes/) as string },
  ]);
});
