import {
  alertJob,
  enqueueParts,
  type JobDraft,
  memoryStore,
  type Store,
  VirtualClock,
} from '@tradewarden/core';
import { expect, test } from 'vitest';
import { scripted, type Sent } from '../../test/announced.ts';
import { createDispatcher, type Dispatcher } from './dispatcher.ts';

const book = { account: 'main', mode: 'notify' } as const;
const signals = 1000;

async function enqueue(store: Store, jobs: readonly JobDraft[], now: number): Promise<void> {
  for (const [index, job] of jobs.entries()) {
    const key = `main/notify/test/${index}.${now}`;
    const parts = enqueueParts(book, 'outbox', [job], now);
    await store.commit({ ...parts, checks: [{ key, version: 0 }], puts: [{ key, value: 1 }, ...parts.puts] });
  }
}

/** Stands for a signal: each a message of its own in the normal lane. */
const signal = (index: number): JobDraft => ({
  id: `signal-${String(index).padStart(4, '0')}`,
  payload: {
    kind: 'order',
    severity: 'notice',
    subject: { topic: 'order.filled', at: 0, subject: `plan ${index}`, text: `signal ${index}` },
  },
});

const rates = [
  { scope: 'bot', per: 'account', count: 30, windowMs: 1000 },
  { scope: 'chat', per: 'target', count: 1, windowMs: 1000 },
  { scope: 'group', per: 'target', count: 20, windowMs: 60_000 },
] as const;

async function toTheEnd(dispatchers: readonly Dispatcher[], clock: VirtualClock): Promise<void> {
  for (let step = 0; step < 20_000; step += 1) {
    await Promise.all(dispatchers.map((one) => one.drain()));
    const next = Math.min(...dispatchers.map((one) => one.nextAt()));
    if (!Number.isFinite(next)) return;
    clock.moveTo(next);
  }
}

const mostIn = (sent: readonly Sent[], windowMs: number): number =>
  Math.max(
    ...sent.map(({ at }) => sent.filter((other) => other.at >= at && other.at < at + windowMs).length),
  );

test('1,000 signals and a kill alert for one group: kill first, no window exceeded, 95 % of the rate used', async () => {
  const clock = new VirtualClock(1_000_000);
  const store = memoryStore({ clock });
  const start = clock.now();
  await enqueue(
    store,
    Array.from({ length: signals }, (_, index) => signal(index)),
    clock.now(),
  );
  await enqueue(
    store,
    [alertJob({ topic: 'kill', at: clock.now(), text: 'stopped by hand' })],
    clock.now() + 1,
  );
  const { channel, sent } = scripted(() => ({ status: 'delivered' }), { clock, capabilities: { rates } });
  // Two processes on one bot keep one count.
  const make = (): Dispatcher => createDispatcher({ store, ...book, clock, channels: [channel] });
  clock.advance(1);
  await toTheEnd([make(), make()], clock);
  expect(sent).toHaveLength(signals + 1);
  expect(sent[0]?.text).toContain('KILL');
  expect(mostIn(sent, 1000)).toBe(1);
  expect(mostIn(sent, 60_000)).toBe(20);
  const allowedMs = Math.ceil((signals + 1) / 20) * 60_000;
  const usedMs = (sent.at(-1)?.at ?? 0) - start;
  expect(allowedMs / usedMs).toBeGreaterThan(0.95);
  expect(new Set(sent.map(({ text }) => text)).size).toBe(signals + 1);
});

test('a kill alert amid a flood is delivered within three seconds, whenever it comes', async () => {
  for (const moment of [500, 9_900, 20_500, 31_000, 58_000, 71_000]) {
    const clock = new VirtualClock(1_000_000);
    const store = memoryStore({ clock });
    await enqueue(
      store,
      Array.from({ length: 60 }, (_, index) => signal(index)),
      clock.now(),
    );
    const { channel, sent } = scripted(() => ({ status: 'delivered' }), { clock, capabilities: { rates } });
    const dispatcher = createDispatcher({ store, ...book, clock, channels: [channel] });
    const killAt = clock.now() + moment;
    for (;;) {
      await dispatcher.drain();
      if (dispatcher.nextAt() > killAt) break;
      clock.moveTo(dispatcher.nextAt());
    }
    clock.moveTo(killAt);
    await enqueue(store, [alertJob({ topic: 'kill', at: killAt, text: 'stop' })], killAt);
    await toTheEnd([dispatcher], clock);
    const kill = sent.find(({ text }) => text.includes('KILL'));
    expect((kill?.at ?? 0) - killAt).toBeLessThanOrEqual(3001);
    expect(mostIn(sent, 60_000)).toBeLessThanOrEqual(20);
  }
});

test('30 a second for a bot with many chats, in any window', async () => {
  const clock = new VirtualClock(1_000_000);
  const store = memoryStore({ clock });
  await enqueue(
    store,
    Array.from({ length: 4 }, (_, index) => signal(index)),
    clock.now(),
  );
  const sent: Sent[] = [];
  const chats = Array.from({ length: 40 }, (_, index) => {
    const made = scripted(() => ({ status: 'delivered' }), {
      id: `chat-${index}`,
      account: 'bot',
      target: `chat-${index}`,
      clock,
      capabilities: { rates: rates.slice(0, 2) },
    });
    return made;
  });
  const dispatcher = createDispatcher({
    store,
    ...book,
    clock,
    channels: chats.map(({ channel }) => channel),
  });
  await toTheEnd([dispatcher], clock);
  for (const chat of chats) sent.push(...chat.sent);
  expect(sent).toHaveLength(160);
  expect(mostIn(sent, 1000)).toBe(30);
});
