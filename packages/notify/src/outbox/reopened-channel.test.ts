import { alertJob, type DeliveryOutcome, enqueueParts, memoryStore, VirtualClock } from '@tradewarden/core';
import { expect, test } from 'vitest';
import { scripted } from '../../test/announced.ts';
import { deadLetters } from './dead-letters.ts';
import { createDispatcher } from './dispatcher.ts';

const book = { account: 'main', mode: 'notify' } as const;

test.each(['permanent-target', 'permanent-config'] as const)(
  'a channel closed by %s is tried again once its letter is queued again by hand',
  async (status) => {
    const clock = new VirtualClock(Date.UTC(2026, 0, 5, 12));
    const store = memoryStore({ clock });
    let outcome: DeliveryOutcome = { status, reason: 'blocked' };
    const { channel, texts } = scripted(() => outcome);
    const make = () => createDispatcher({ store, clock, ...book, channels: [channel] });
    const say = async (subject: string): Promise<void> => {
      const key = `main/notify/test/${subject}`;
      const alert = alertJob({ topic: 'halt', at: clock.now(), text: subject, subject });
      const parts = enqueueParts(book, 'outbox', [alert], clock.now());
      await store.commit({
        ...parts,
        checks: [{ key, version: 0 }],
        puts: [{ key, value: 1 }, ...parts.puts],
      });
      await make().drain();
    };
    await say('first');
    await say('second');
    expect(texts).toHaveLength(1);
    const letters = deadLetters(store, book, clock);
    const letter = (await letters.list(10)).find(({ title }) => title.includes('first'));
    outcome = { status: 'delivered' };
    expect(await letters.retry(letter?.id ?? '')).toBe(true);
    await make().drain();
    expect(texts.filter((text) => text.includes('first'))).toHaveLength(2);
    await say('third');
    expect(texts.at(-1)).toContain('third');
  },
);
