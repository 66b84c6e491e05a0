import {
  type Alert,
  alertJob,
  auditLog,
  enqueueParts,
  memoryStore,
  type Store,
  StoreUnavailableError,
  VirtualClock,
} from '@tradewarden/core';
import { overriddenStore } from '@tradewarden/testing';
import { expect, test } from 'vitest';
import { scripted } from '../../test/announced.ts';
import { deadLetters } from './dead-letters.ts';
import { createDispatcher, type DispatcherOptions } from './dispatcher.ts';

const book = { account: 'main', mode: 'notify' } as const;
const setUp = (): { clock: VirtualClock; store: Store; say: (alert: Partial<Alert>) => Promise<void> } => {
  const clock = new VirtualClock(Date.UTC(2026, 0, 5, 12));
  const store = memoryStore({ clock });
  let count = 0;
  return {
    clock,
    store,
    say: async (alert) => {
      count += 1;
      const full = { topic: 'halt', at: clock.now(), text: `text ${count}`, ...alert } as Alert;
      const key = `main/notify/test/${count}`;
      const parts = enqueueParts(book, 'outbox', [alertJob(full)], clock.now());
      await store.commit({
        ...parts,
        checks: [{ key, version: 0 }],
        puts: [{ key, value: 1 }, ...parts.puts],
      });
    },
  };
};
type Made = ReturnType<typeof setUp>;
const dispatcherOf = (
  { clock, store }: Made,
  options: Partial<DispatcherOptions> & Pick<DispatcherOptions, 'channels'>,
) => createDispatcher({ store, clock, ...book, ...options });
const auditTypes = async (store: Store): Promise<readonly string[]> =>
  (await store.read(auditLog('main'), { after: 0, limit: 500 })).map(
    ({ value }) => (value as { type: string }).type,
  );
const delivered = () => ({ status: 'delivered' }) as const;

test('a refused account gets exactly one request; the critical message fails over, the letter is dead and told elsewhere', async () => {
  const made = setUp();
  const bad = scripted(() => ({ status: 'permanent-config', reason: 'bad token' }), 'bad');
  const good = scripted(delivered, 'good');
  const routes = [{ channels: ['bad'] }, { channels: ['good'] }];
  const dispatcher = dispatcherOf(made, { channels: [bad.channel, good.channel], routes });
  await made.say({ subject: 'one' });
  await made.say({ subject: 'two', topic: 'order.filled' });
  await dispatcher.drain();
  made.clock.advance(60_000);
  await dispatcher.drain();
  expect(bad.texts).toHaveLength(1);
  const titles = good.texts.map((text) => text.split('\n')[0]);
  expect(titles).toEqual(expect.arrayContaining([expect.stringContaining('Trading halted · one')]));
  const [letter] = await deadLetters(made.store, book, made.clock).list(10);
  expect(letter).toMatchObject({
    channel: 'bad',
    reason: 'bad token',
  });
  expect(letter?.title).toContain('one');
});

test('a channel that is down: five failures open the breaker, critical messages fail over after 30 s, recovery sends a digest', async () => {
  const made = setUp();
  let down = true;
  const first = scripted(
    () => (down ? { status: 'transient', reason: 'no route' } : { status: 'delivered' }),
    'first',
  );
  const second = scripted(delivered, 'second');
  const routes = [{ channels: ['first'] }, { channels: ['second'] }];
  const dispatcher = dispatcherOf(made, { channels: [first.channel, second.channel], routes });
  for (let index = 0; index < 6; index += 1) await made.say({ subject: `s${index}` });
  for (let pass = 0; pass < 40; pass += 1) {
    await dispatcher.drain();
    made.clock.advance(1000);
  }
  expect(first.texts.length).toBeLessThanOrEqual(7);
  expect(second.texts.filter((text) => text.includes('Trading halted'))).toHaveLength(6);
  down = false;
  for (let minute = 0; minute < 30; minute += 1) {
    made.clock.advance(60_000);
    await dispatcher.drain();
  }
  expect(first.texts.some((text) => text.includes('messages while the channel was down'))).toBe(true);
  expect(await dispatcher.queued()).toBe(0);
  expect(await auditTypes(made.store)).toContain('notify.failed-over');
});

test('a redirect is remembered, and later messages go to the new target at once', async () => {
  const made = setUp();
  const { channel, sent } = scripted((_, __, target) =>
    target === '-100' ? { status: 'delivered' } : { status: 'redirect', target: '-100' },
  );
  const dispatcher = dispatcherOf(made, { channels: [channel] });
  await made.say({ subject: 'a' });
  await dispatcher.drain();
  expect(sent.map(({ options }) => options.target)).toEqual([undefined, '-100', '-100']);
  await made.say({ subject: 'b' });
  await dispatcherOf(made, { channels: [channel] }).drain();
  expect(sent.at(-1)?.options.target).toBe('-100');
  expect(sent.some(({ text }) => text.includes('Chat moved'))).toBe(true);
});

test('a target that is gone is not called again, until its letters are taken up by hand', async () => {
  const made = setUp();
  const { channel, texts } = scripted(() => ({ status: 'permanent-target', reason: 'bot was blocked' }));
  const dispatcher = dispatcherOf(made, { channels: [channel] });
  await made.say({ subject: 'a' });
  await made.say({ subject: 'b' });
  await dispatcher.drain();
  expect(texts).toHaveLength(1);
  expect(await deadLetters(made.store, book, made.clock).list(10)).toHaveLength(2);
});

test('the same alert again is counted, told in a digest, and said again with its count', async () => {
  const made = setUp();
  const { channel, texts } = scripted(delivered);
  const dispatcher = dispatcherOf(made, { channels: [channel], digestMs: 3_600_000 });
  for (let index = 0; index < 5; index += 1) {
    await made.say({ subject: 'same' });
    await dispatcher.drain();
  }
  expect(texts).toHaveLength(1);
  made.clock.advance(300_000);
  await made.say({ subject: 'same' });
  await dispatcher.drain();
  expect(texts[1]).toContain('5 times since');
  made.clock.advance(3_600_000);
  await dispatcher.drain();
  expect(texts[2]).toContain('4 messages while the same went on');
  for (let index = 0; index < 3; index += 1) await made.say({ topic: 'kill' });
  await dispatcher.drain();
  expect(texts).toHaveLength(6);
});

test('quiet hours: silent or gathered by the clock of the zone; critical messages pass', async () => {
  const made = setUp();
  const quietHours = { zone: 'Europe/Amsterdam', from: '12:00', to: '14:00' } as const;
  const silent = scripted(delivered, 'silent');
  const digest = scripted(delivered, 'digest');
  const routes = [
    { channels: ['silent'], quietHours, continue: true },
    { channels: ['digest'], quietHours: { ...quietHours, mode: 'digest' as const } },
  ];
  const dispatcher = dispatcherOf(made, { channels: [silent.channel, digest.channel], routes });
  await made.say({ topic: 'order.filled', subject: 'a' });
  await made.say({ topic: 'stop.missing', subject: 'b' });
  await dispatcher.drain();
  expect(silent.sent.map(({ options }) => options.silent)).toEqual([undefined, true]);
  expect(digest.texts).toHaveLength(1);
  made.clock.moveTo(Date.UTC(2026, 0, 5, 13));
  await dispatcher.drain();
  expect(digest.texts[1]).toContain('1 messages while it was quiet');
});

test('too many rows: what is not critical is put together, nothing critical is dropped', async () => {
  const made = setUp();
  const { channel, texts } = scripted(() => ({ status: 'transient', reason: 'down' }));
  const dispatcher = dispatcherOf(made, { channels: [channel], maximumQueued: 4 });
  for (let index = 0; index < 10; index += 1) {
    await made.say({ topic: 'order.filled', subject: `n${index}` });
    await dispatcher.drain();
  }
  await made.say({ topic: 'kill', subject: 'main' });
  await dispatcher.drain();
  expect(texts.length).toBeLessThan(12);
  const queued = await made.store.scan({ prefix: 'main/notify/q/delivery/w/', limit: 100 });
  const topics = queued.map(({ value }) => (value as { topic?: string }).topic);
  expect(topics.filter((topic) => topic === 'order.filled')).toHaveLength(4);
  expect(topics).toContain('kill');
});

test('dead letters are shown, sent again, and forgotten', async () => {
  const made = setUp();
  let broken = true;
  const { channel, texts } = scripted(() =>
    broken ? { status: 'permanent-payload', reason: 'too odd' } : { status: 'delivered' },
  );
  const dispatcher = dispatcherOf(made, { channels: [channel] });
  await made.say({ subject: 'a' });
  await made.say({ subject: 'b' });
  await dispatcher.drain();
  const letters = deadLetters(made.store, book, made.clock);
  const [first, second] = await letters.list(10);
  expect(await letters.show(first!.id)).toMatchObject({ reason: 'too odd', attempts: 1 });
  broken = false;
  expect(await letters.retry(first!.id)).toBe(true);
  expect(await letters.retry(first!.id)).toBe(false);
  expect(await letters.drop(second!.id)).toBe(true);
  await dispatcher.drain();
  expect(texts.at(-1)).toContain(first!.title.slice(-1));
  expect(await letters.list(10)).toEqual([]);
  expect(await auditTypes(made.store)).toEqual(expect.arrayContaining(['notify.requeued', 'notify.dropped']));
});

test('when the store fails, one message per cause and hour goes straight out, and is recorded afterwards', async () => {
  const made = setUp();
  const { channel, texts } = scripted(delivered);
  let failing = true;
  const store = overriddenStore(made.store, {
    commit: (commit) =>
      failing ? Promise.reject(new StoreUnavailableError('read-only file')) : made.store.commit(commit),
  });
  await made.say({ subject: 'a' });
  const dispatcher = createDispatcher({ store, clock: made.clock, ...book, channels: [channel] });
  for (let index = 0; index < 3; index += 1) await expect(dispatcher.drain()).rejects.toThrow('read-only');
  expect(texts).toHaveLength(1);
  expect(texts[0]).toContain('Store failed');
  made.clock.advance(3_600_000);
  await expect(dispatcher.drain()).rejects.toThrow('read-only');
  expect(texts).toHaveLength(2);
  failing = false;
  await dispatcher.drain();
  expect((await auditTypes(made.store)).filter((type) => type === 'notify.last-resort')).toHaveLength(2);
});

test.each([Number.NaN, Number.POSITIVE_INFINITY, -1, 1e18])(
  'a pause of %d ms that a provider asks for stops nobody else, and ends',
  async (retryAfterMs) => {
    const made = setUp();
    const odd = scripted(
      (attempt) =>
        attempt === 1 ? { status: 'rate-limited', retryAfterMs, scope: 'nonsense' } : { status: 'delivered' },
      'odd',
    );
    const good = scripted(delivered, 'good');
    const dispatcher = dispatcherOf(made, { channels: [odd.channel, good.channel] });
    await made.say({ subject: 'one' });
    await dispatcher.drain();
    expect(good.texts).toHaveLength(1);
    made.clock.advance(86_400_000 - 1000);
    await dispatcher.drain();
    made.clock.advance(1001);
    await dispatcher.drain();
    expect(odd.texts).toHaveLength(2);
  },
);
