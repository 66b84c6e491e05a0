import { type Alert, alertJob, enqueueParts, memoryStore, VirtualClock } from '@tradewarden/core';
import { sampleMessage } from '@tradewarden/testing';
import { expect, test } from 'vitest';
import { scripted } from '../../test/announced.ts';
import type { Route } from '../routing/route.ts';
import { deadLetters } from './dead-letters.ts';
import { createDispatcher } from './dispatcher.ts';
import { messageJob } from './message-job.ts';

const book = { account: 'main', mode: 'notify' } as const;

/** Sends one critical message along routes; channels named in `broken` refuse everything. */
async function sent(
  routes: readonly Route[] | undefined,
  broken: readonly string[],
  given: Partial<Alert> | ReturnType<typeof messageJob> = {},
): Promise<Readonly<Record<string, number>>> {
  const clock = new VirtualClock(Date.UTC(2026, 0, 5, 12));
  const store = memoryStore({ clock });
  const channels = ['a', 'b', 'c', 'd'].map((id) =>
    scripted(
      () =>
        broken.includes(id) ? { status: 'permanent-config', reason: 'refused' } : { status: 'delivered' },
      id,
    ),
  );
  const alert = { topic: 'halt', at: clock.now(), text: 'why', symbol: 'BTC/USDT', ...given } as Alert;
  const job = 'payload' in given ? given : alertJob(alert);
  const { puts, adds } = enqueueParts(book, 'outbox', [job], clock.now());
  const key = 'main/notify/test';
  await store.commit({ adds, checks: [{ key, version: 0 }], puts: [{ key, value: 1 }, ...puts] });
  const dispatcher = createDispatcher({
    store,
    clock,
    ...book,
    channels: channels.map(({ channel }) => channel),
    ...(routes === undefined ? {} : { routes }),
  });
  for (let pass = 0; pass < 40; pass += 1) {
    await dispatcher.drain();
    clock.advance(1000);
  }
  // Whatever is said elsewhere, a channel that refused has its dead letter.
  const letters = await deadLetters(store, book, clock).list(50);
  const dead = letters
    .filter(({ title }) => /Trading halted|hand-made/.test(title))
    .map(({ channel }) => channel);
  const refused = channels.flatMap(({ channel, texts }) =>
    broken.includes(channel.id) && texts.some((text) => /Trading halted|hand-made/.test(text))
      ? [channel.id]
      : [],
  );
  expect(new Set(dead)).toEqual(new Set(refused));
  const ofIt = (texts: readonly string[]): number =>
    texts.filter((text) => /Trading halted|hand-made/.test(text)).length;
  return Object.fromEntries(channels.map(({ channel, texts }) => [channel.id, ofIt(texts)]));
}

test('what one channel of a route refuses goes to the next route, not again to those that have it', async () => {
  const routes = [{ channels: ['a', 'b'] }, { channels: ['c'] }, { channels: ['d'] }];
  expect(await sent(routes, ['a'])).toEqual({ a: 1, b: 1, c: 1, d: 0 });
});

test('what all channels of a route refuse goes to the next route once', async () => {
  const routes = [{ channels: ['a', 'b'] }, { channels: ['c'] }];
  expect(await sent(routes, ['a', 'b'])).toEqual({ a: 1, b: 1, c: 1, d: 0 });
});

test('and on to the one after it, when that refuses it too', async () => {
  const routes = [{ channels: ['a'] }, { channels: ['b'] }, { channels: ['c'] }];
  expect(await sent(routes, ['a', 'b'])).toEqual({ a: 1, b: 1, c: 1, d: 0 });
});

test('the next route has to match the symbol, as the first one had', async () => {
  const routes = [
    { channels: ['a'], symbols: ['BTC/*'] },
    { channels: ['b'], symbols: ['ETH/*'] },
    { channels: ['c'], symbols: ['BTC/*'] },
    { channels: ['d'] },
  ];
  expect(await sent(routes, ['a'])).toEqual({ a: 1, b: 0, c: 1, d: 0 });
  const message = sampleMessage({ severity: 'critical', title: 'hand-made', picture: undefined as never });
  expect(await sent(routes, ['d'], messageJob(message))).toEqual({ a: 0, b: 0, c: 0, d: 1 });
});

test('a channel that the message is about does not get it by failover either', async () => {
  const routes = [{ channels: ['a'] }, { channels: ['b'] }, { channels: ['c'] }];
  expect(await sent(routes, ['a'], { except: ['b'] })).toEqual({ a: 1, b: 0, c: 1, d: 0 });
});

test('without routes every channel has it already', async () => {
  expect(await sent(undefined, ['a'])).toEqual({ a: 1, b: 1, c: 1, d: 1 });
});

test('what is not critical is not said elsewhere', async () => {
  const routes = [{ channels: ['a'] }, { channels: ['b'] }];
  expect(await sent(routes, ['a'], { severity: 'notice' })).toEqual({ a: 1, b: 0, c: 0, d: 0 });
});
