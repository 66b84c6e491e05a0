import {
  alertJob,
  createRunner,
  enqueueParts,
  memoryStore,
  Pipeline,
  type TradePlan,
  VirtualClock,
} from '@tradewarden/core';
import { telegram } from '@tradewarden/notifier-telegram';
import { announce, createDispatcher, type Dispatcher } from '@tradewarden/notify';
import { riskGate } from '@tradewarden/risk';
import { samplePlan } from '@tradewarden/testing';
import { startTelegramServer, type TelegramMessage } from '@tradewarden/testing/telegram';
import { expect, test } from 'vitest';

const token = '123456:FloodFloodFloodFloodFloodFlood_-0123';
const book = { account: 'main', mode: 'notify' } as const;
const unlimited = {
  'exposure.total': 'unlimited',
  'exposure.asset': 'unlimited',
  'heat.total': 'unlimited',
  'positions.max': 'unlimited',
  'rate.decisionsPerMinute': 'unlimited',
} as const;

/** The most that arrived in any window of this length, both ends counted. */
const mostIn = (messages: readonly TelegramMessage[], windowMs: number): number =>
  Math.max(
    ...messages.map(
      ({ at }) => messages.filter((other) => other.at >= at && other.at < at + windowMs).length,
    ),
  );

async function approve(count: number, clock: VirtualClock) {
  const store = memoryStore({ clock });
  const gate = riskGate({ equity: '10000', market: 'none', limits: unlimited });
  const pipeline = Pipeline.of<TradePlan>().stage(gate).followUp(announce());
  const runner = createRunner({ pipeline, store, ...book, clock });
  for (let index = 0; index < count; index += 1)
    await runner.run(samplePlan({ planId: `p${index}`, symbol: `S${index}/USDT` }));
  return store;
}

async function toTheEnd(dispatchers: readonly Dispatcher[], clock: VirtualClock): Promise<void> {
  for (;;) {
    await Promise.all(dispatchers.map((one) => one.drain()));
    const next = Math.min(...dispatchers.map((one) => one.nextAt()));
    if (!Number.isFinite(next)) return;
    clock.moveTo(next);
  }
}

test(
  'grammY and a Bot API that counts: 1,000 signals and a kill alert for one group',
  { timeout: 120_000 },
  async () => {
    const signals = 1000;
    const clock = new VirtualClock(samplePlan().createdAt);
    const server = await startTelegramServer({ token, clock, chats: [{ id: -5, type: 'group' }] });
    const store = await approve(signals, clock);
    clock.advance(1);
    const kill = alertJob({ topic: 'kill', at: clock.now(), text: 'stopped by hand' });
    const { puts, adds } = enqueueParts(book, 'outbox', [kill], clock.now());
    const key = 'main/notify/test/kill';
    await store.commit({ checks: [{ key, version: 0 }], puts: [...puts, { key, value: 1 }], adds });
    const start = clock.now();
    const channel = telegram.create({ token, chatId: -5, apiRoot: server.url });
    // Two processes on one bot keep one count.
    const make = (): Dispatcher => createDispatcher({ store, ...book, clock, channels: [channel] });
    await toTheEnd([make(), make()], clock);
    const { messages, transcript } = server;
    expect(messages[0]?.text).toContain('KILL');
    expect((messages[0]?.at ?? 0) - start).toBe(0);
    expect(messages).toHaveLength(signals + 1);
    expect(new Set(messages.map(({ text }) => /S\d+\/USDT/.exec(text)?.[0])).size).toBe(signals + 1);
    expect(transcript.filter(({ answer }) => answer?.status !== 200)).toEqual([]);
    expect(mostIn(messages, 1000)).toBe(1);
    expect(mostIn(messages, 60_000)).toBe(20);
    const usedMs = (messages.at(-1)?.at ?? 0) - start;
    expect((Math.ceil((signals + 1) / 20) * 60_000) / usedMs).toBeGreaterThan(0.95);
    await server.close();
  },
);

test('forty chats of one bot: 30 in any second and no refusal', { timeout: 60_000 }, async () => {
  const clock = new VirtualClock(samplePlan().createdAt);
  const ids = Array.from({ length: 40 }, (_, index) => index + 1);
  const chats = ids.map((id) => ({ id, type: 'private' as const }));
  const server = await startTelegramServer({ token, clock, chats });
  const store = await approve(4, clock);
  const start = clock.now();
  const channels = ids.map((id) =>
    telegram.create({ token, chatId: id, id: `telegram:${id}`, apiRoot: server.url }),
  );
  await toTheEnd([createDispatcher({ store, ...book, clock, channels })], clock);
  const { messages, transcript } = server;
  expect(messages).toHaveLength(160);
  expect(transcript.filter(({ answer }) => answer?.status !== 200)).toEqual([]);
  expect(mostIn(messages, 1000)).toBe(30);
  for (const id of ids)
    expect(
      mostIn(
        messages.filter(({ chatId }) => chatId === id),
        1000,
      ),
    ).toBe(1);
  // Six windows of 30, each a millisecond behind the one before: no chat waits while another has had its turn.
  expect((messages.at(-1)?.at ?? 0) - start).toBe(5 * 1001);
  await server.close();
});
