import { type Alert, alertJob, enqueueParts, memoryStore, VirtualClock } from '@tradewarden/core';
import { expect, test } from 'vitest';
import { scripted } from '../../test/announced.ts';
import type { Route } from '../routing/route.ts';
import { createDispatcher } from './dispatcher.ts';

const book = { account: 'main', mode: 'notify' } as const;
const each = 60;
const kinds = ['on', 'silent', 'digest', 'off', 'night', 'held'] as const;
const quietHours = { zone: 'Europe/Amsterdam', from: '12:00', to: '14:00' } as const;

/** Sixty channels of each mode: far more than one commit holds. */
function setUp() {
  const clock = new VirtualClock(Date.UTC(2026, 0, 5, 12));
  const store = memoryStore({ clock });
  const made = Object.fromEntries(
    kinds.map((kind) => [
      kind,
      Array.from({ length: each }, (_, index) =>
        scripted(() => ({ status: 'delivered' }), `${kind}-${index}`),
      ),
    ]),
  );
  const of = (kind: (typeof kinds)[number]) => made[kind] ?? [];
  const ids = (kind: (typeof kinds)[number]): readonly string[] => of(kind).map(({ channel }) => channel.id);
  const routes: readonly Route[] = [
    { channels: ids('on'), continue: true },
    { channels: ids('silent'), mode: 'silent', continue: true },
    { channels: ids('digest'), mode: 'digest', continue: true },
    { channels: ids('off'), mode: 'off', continue: true },
    { channels: ids('night'), quietHours, continue: true },
    { channels: ids('held'), quietHours: { ...quietHours, mode: 'digest' } },
  ];
  const channels = kinds.flatMap((kind) => of(kind).map(({ channel }) => channel));
  const dispatcher = createDispatcher({ store, clock, ...book, channels, routes });
  let count = 0;
  const say = async (alert: Pick<Alert, 'topic' | 'subject'>): Promise<void> => {
    const key = `main/notify/test/${(count += 1)}`;
    const full = { at: clock.now(), text: `text ${count}`, ...alert } as Alert;
    const parts = enqueueParts(book, 'outbox', [alertJob(full)], clock.now());
    await store.commit({ ...parts, checks: [{ key, version: 0 }], puts: [{ key, value: 1 }, ...parts.puts] });
    await dispatcher.drain();
  };
  const sounds = (kind: (typeof kinds)[number]): readonly string[] =>
    of(kind).map(({ sent }) =>
      sent.map(({ options }) => (options.silent === true ? 'silent' : 'loud')).join(),
    );
  return { clock, dispatcher, of, say, sounds };
}
const all = (sound: string): readonly string[] => Array.from({ length: each }, () => sound);

test('a message for more channels than one commit holds keeps the mode of every channel', async () => {
  const { clock, dispatcher, of, say, sounds } = setUp();
  await say({ topic: 'order.filled', subject: 'a' });
  expect(sounds('on')).toEqual(all('loud'));
  expect(sounds('silent')).toEqual(all('silent'));
  expect(sounds('night')).toEqual(all('silent'));
  for (const kind of ['digest', 'off', 'held'] as const) expect(sounds(kind)).toEqual(all(''));
  clock.moveTo(Date.UTC(2026, 0, 5, 13));
  await dispatcher.drain();
  for (const { texts } of of('digest'))
    expect(texts.join()).toContain('1 messages while they were put together');
  for (const { texts } of of('held')) expect(texts.join()).toContain('1 messages while it was quiet');
  expect(sounds('off')).toEqual(all(''));
});

test('the same again collapses on many channels as on one, and is said again with its count', async () => {
  const { clock, of, say } = setUp();
  for (let time = 0; time < 3; time += 1) await say({ topic: 'halt', subject: 'same' });
  for (const { texts } of of('on')) expect(texts).toHaveLength(1);
  clock.advance(300_000);
  await say({ topic: 'halt', subject: 'same' });
  for (const { texts } of of('on')) expect(texts[1]).toContain('3 times since');
});
