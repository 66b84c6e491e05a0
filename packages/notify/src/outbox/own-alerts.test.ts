import {
  type Alert,
  alertJob,
  type Commit,
  enqueueParts,
  liveCounter,
  memoryStore,
  type Store,
  VirtualClock,
} from '@tradewarden/core';
import { overriddenStore } from '@tradewarden/testing';
import { expect, test } from 'vitest';
import { scripted } from '../../test/announced.ts';
import { createDispatcher, type DispatcherOptions } from './dispatcher.ts';

const book = { account: 'main', mode: 'notify' } as const;
const delivered = () => ({ status: 'delivered' }) as const;

function setUp() {
  const clock = new VirtualClock(Date.UTC(2026, 0, 5, 12));
  const store = memoryStore({ clock });
  let count = 0;
  const commit = async ({ puts = [], adds = [] }: Commit): Promise<void> => {
    count += 1;
    const key = `main/notify/test/${count}`;
    await store.commit({ adds, checks: [{ key, version: 0 }], puts: [{ key, value: 1 }, ...puts] });
  };
  return {
    clock,
    store,
    commit,
    say: async (alert: Partial<Alert>): Promise<void> => {
      const full = { topic: 'order.filled', at: clock.now(), text: 'text', ...alert } as Alert;
      await commit(enqueueParts(book, 'outbox', [alertJob(full)], clock.now()));
    },
    dispatcher: (
      options: Partial<DispatcherOptions> & Pick<DispatcherOptions, 'channels'>,
      on: Store = store,
    ) => createDispatcher({ store: on, clock, ...book, ...options }),
  };
}
const titles = (texts: readonly string[]): readonly string[] =>
  texts.map((text) => text.split('\n')[0] ?? '');

test('a broken template is announced once a day, with its place, by one of the processes', async () => {
  const { clock, dispatcher } = setUp();
  const { channel, texts } = scripted(delivered);
  const templates = { 'alert.md': '# {{title}}\n\n{{tittle}}\n', 'signal.md': '# {{symbol}}\n' };
  for (let process = 0; process < 2; process += 1) {
    const one = dispatcher({ channels: [channel], templates });
    await one.drain();
    await one.drain();
  }
  expect(titles(texts)).toEqual(['⚠️ Template broken · alert.md']);
  expect(texts[0]).toMatch(/alert\.md:3:\d+: .*tittle/);
  expect(texts[0]).toContain('The built-in template is used');
  clock.advance(86_400_001);
  await dispatcher({ channels: [channel], templates }).drain();
  const mended = { 'alert.md': '# {{title}}\n\n{{titel}}\n' };
  await dispatcher({ channels: [channel], templates: mended }).drain();
  expect(texts.length).toBeGreaterThan(1);
});

test('a channel whose messages pile up is told of by the others, and by itself as soon as it can, once an hour', async () => {
  const { clock, say, dispatcher } = setUp();
  let down = true;
  const slow = scripted(() => (down ? { status: 'transient', reason: 'no route' } : delivered()), 'slow');
  const good = scripted(delivered, 'good');
  const dispatch = dispatcher({ channels: [slow.channel, good.channel], maximumQueued: 3 });
  for (let index = 0; index < 8; index += 1) await say({ subject: `s${index}` });
  for (let pass = 0; pass < 5; pass += 1) {
    await dispatch.drain();
    clock.advance(2000);
  }
  const piling = (all: readonly string[]): readonly string[] =>
    titles(all).filter((title) => title.includes('piling up'));
  expect(piling(good.texts)).toEqual(['⚠️ Messages are piling up · slow']);
  expect(good.texts.find((text) => text.includes('piling up'))).toContain('3 messages wait, 3 are too many.');
  down = false;
  for (let minute = 0; minute < 30; minute += 1) {
    clock.advance(60_000);
    await dispatch.drain();
  }
  // The text of every attempt: the last one was taken.
  expect(new Set(piling(slow.texts))).toEqual(new Set(['⚠️ Messages are piling up · slow']));
  expect(piling(good.texts)).toHaveLength(1);
});

test('an outbox that refuses what is not urgent says so', async () => {
  const { commit, dispatcher } = setUp();
  const { channel, texts } = scripted(delivered);
  await commit({ adds: [{ counter: liveCounter(book, 'outbox'), delta: 10_000 }] });
  await dispatcher({ channels: [channel] }).drain();
  expect(titles(texts)).toEqual(['⚠️ Messages are piling up · outbox']);
});

test('a hint of the store wakes a dispatcher that sleeps, and ends with it', async () => {
  const { clock, store, say, dispatcher } = setUp();
  const wakers = new Set<() => void>();
  const watched = overriddenStore(store, {
    watch: (wake) => {
      wakers.add(wake);
      return () => wakers.delete(wake);
    },
  });
  const { promise: arrived, resolve } = Promise.withResolvers<void>();
  const { channel, texts } = scripted(() => {
    resolve();
    return { status: 'delivered' };
  });
  const stopping = new AbortController();
  const ended = dispatcher({ channels: [channel] }, watched).run(stopping.signal);
  // The clock stands still: without the hint the poll would never come.
  await new Promise((settle) => setImmediate(settle));
  await say({ subject: 'another process' });
  const before = clock.now();
  for (const wake of wakers) wake();
  await arrived;
  expect(titles(texts)).toEqual(['🔔 Order filled · another process']);
  expect(clock.now()).toBe(before);
  stopping.abort();
  await ended;
  expect(wakers.size).toBe(0);
});
