import { alertJob, type Channel, enqueueParts, memoryStore, VirtualClock } from '@tradewarden/core';
import { discord } from '@tradewarden/notifier-discord';
import { email } from '@tradewarden/notifier-email';
import { telegram } from '@tradewarden/notifier-telegram';
import { createDispatcher, deadLetters } from '@tradewarden/notify';
import { startDiscordServer } from '@tradewarden/testing/discord';
import { startSmtpServer } from '@tradewarden/testing/smtp';
import { startTelegramServer } from '@tradewarden/testing/telegram';
import { expect, test } from 'vitest';

const book = { account: 'main', mode: 'notify' } as const;
const telegramToken = '123456:WaitingWaitingWaitingWaiting_-0123';
const hookToken = 'WaitingHookToken_0123456789';

/** A channel with its library, and a server that refuses the first request in a way that is named. */
interface Place {
  readonly channel: Channel;
  readonly requests: () => number;
  readonly refuse: (how: 'later' | 'never') => void;
  readonly waitMs: number;
  readonly close: () => Promise<void>;
}

const places: Readonly<Record<string, () => Promise<Place>>> = {
  telegram: async () => {
    const server = await startTelegramServer({
      token: telegramToken,
      rates: 'none',
      chats: [{ id: 1, type: 'private' }],
    });
    const answer = (code: number, description: string, parameters: object) =>
      server.script({
        do: 'answer',
        status: code,
        body: { ok: false, error_code: code, description, parameters },
      });
    return {
      channel: telegram.create({ token: telegramToken, chatId: 1, apiRoot: server.url }),
      requests: () => server.transcript.length,
      refuse: (how) =>
        how === 'later'
          ? answer(429, 'Too Many Requests: retry after 35', { retry_after: 35 })
          : answer(400, 'Bad Request: chat not found', {}),
      waitMs: 35_000,
      close: server.close,
    };
  },
  discord: async () => {
    const server = await startDiscordServer({ rates: 'none', webhook: { id: '11', token: hookToken } });
    return {
      channel: discord.create({ webhookUrl: server.webhookUrl }),
      requests: () => server.transcript.length,
      refuse: (how) =>
        how === 'later'
          ? server.script({
              do: 'answer',
              status: 429,
              headers: { 'retry-after': '1.337' },
              body: { message: 'limited', retry_after: 1.337, global: false },
            })
          : server.script({ do: 'answer', status: 404, body: { message: 'Unknown Webhook', code: 10_015 } }),
      waitMs: 1337,
      close: server.close,
    };
  },
  email: async () => {
    const server = await startSmtpServer();
    return {
      channel: email.create({ url: server.url, from: 'bot@x.test', to: 'me@x.test' }),
      requests: () => server.transcript.filter(({ line }) => line.startsWith('RCPT')).length,
      refuse: (how) =>
        server.script({
          at: 'rcpt',
          do: { reply: how === 'later' ? '451 4.7.1 greylisted' : '550 5.1.1 no such user' },
        }),
      waitMs: 300_000,
      close: () => server.close(),
    };
  },
};

async function said(place: Place) {
  const clock = new VirtualClock(Date.UTC(2026, 0, 5, 12));
  const store = memoryStore({ clock });
  const job = alertJob({ topic: 'stop.missing', at: clock.now(), text: 'look', subject: 'BTC/USDT' });
  const { puts, adds } = enqueueParts(book, 'outbox', [job], clock.now());
  const key = 'main/notify/test/said';
  await store.commit({ checks: [{ key, version: 0 }], puts: [...puts, { key, value: 1 }], adds });
  return { clock, store, dispatcher: createDispatcher({ store, ...book, clock, channels: [place.channel] }) };
}

test.each(Object.entries(places))(
  '%s: the wait that was told is kept to the millisecond',
  async (_, open) => {
    const place = await open();
    place.refuse('later');
    const { clock, dispatcher } = await said(place);
    await dispatcher.drain();
    expect(place.requests()).toBe(1);
    clock.advance(place.waitMs - 1);
    await dispatcher.drain();
    expect(place.requests()).toBe(1);
    clock.advance(1);
    await dispatcher.drain();
    expect(place.requests()).toBe(2);
    expect(dispatcher.counts()).toEqual({ delivered: 1, dead: 0, retried: 1, expired: 0 });
    await place.channel.stop?.();
    await place.close();
  },
);

test.each(Object.entries(places))('%s: what is refused for good is never tried again', async (_, open) => {
  const place = await open();
  place.refuse('never');
  const { clock, store, dispatcher } = await said(place);
  for (let hour = 0; hour < 30; hour += 1) {
    await dispatcher.drain();
    clock.advance(3_600_000);
  }
  expect(place.requests()).toBe(1);
  expect(await deadLetters(store, book, clock).list(10)).toMatchObject([{ attempts: 1 }]);
  await place.channel.stop?.();
  await place.close();
});
