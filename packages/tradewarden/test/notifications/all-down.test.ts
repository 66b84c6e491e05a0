import {
  type Channel,
  createRunner,
  memoryStore,
  Pipeline,
  type TradePlan,
  VirtualClock,
} from '@tradewarden/core';
import { placeOrder, TradeExecutor } from '@tradewarden/executor';
import { discord } from '@tradewarden/notifier-discord';
import { email } from '@tradewarden/notifier-email';
import { telegram } from '@tradewarden/notifier-telegram';
import { announce, createDispatcher, deadLetters } from '@tradewarden/notify';
import { riskGate } from '@tradewarden/risk';
import { samplePlan } from '@tradewarden/testing';
import { startDiscordServer } from '@tradewarden/testing/discord';
import { mailPart, startSmtpServer } from '@tradewarden/testing/smtp';
import { startTelegramServer } from '@tradewarden/testing/telegram';
import { venueSim } from '@tradewarden/venue-sim';
import { expect, test } from 'vitest';

const account = 'main';
const mode = 'paper';
const token = '123456:AllDownAllDownAllDownAllDownAll_-0123';
const count = 40;
const unlimited = {
  'exposure.total': 'unlimited',
  'exposure.asset': 'unlimited',
  'heat.total': 'unlimited',
  'positions.max': 'unlimited',
} as const;

/** The three services, and channels to them that lead nowhere while they are down. */
async function openServices() {
  const bot = await startTelegramServer({ token, rates: 'none', chats: [{ id: 1, type: 'private' }] });
  const hook = await startDiscordServer({
    rates: 'none',
    webhook: { id: '11', token: 'AllDownHookToken_0123' },
  });
  const mail = await startSmtpServer();
  const gone = await startTelegramServer({ token, chats: [] });
  await gone.close();
  const made = (isDown: boolean): readonly Channel[] => {
    const nowhere = gone.url;
    const hookUrl = isDown ? hook.webhookUrl.replace(/http:\/\/[\d.:]+/, nowhere) : hook.webhookUrl;
    return [
      telegram.create({ token, chatId: 1, apiRoot: isDown ? nowhere : bot.url }),
      discord.create({ webhookUrl: hookUrl }),
      email.create({
        url: isDown ? nowhere.replace('http', 'smtp') : mail.url,
        from: 'bot@x.test',
        to: 'me@x.test',
      }),
    ];
  };
  const [down, up] = [made(true), made(false)];
  let isDown = true;
  const channels = up.map((channel, index): Channel => ({
    ...channel,
    deliver: (part, options) => ((isDown ? down[index] : undefined) ?? channel).deliver(part, options),
  }));
  return {
    channels,
    comeBack: () => {
      isDown = false;
    },
    said: (): readonly (readonly [string, readonly string[]])[] => [
      ['telegram', bot.messages.map(({ text }) => text)],
      ['discord', hook.messages.map(({ fields }) => JSON.stringify(fields))],
      ['email', mail.mails.map((one) => mailPart(one, 'text/plain'))],
    ],
    close: async () => {
      for (const channel of [...down, ...up]) await channel.stop?.();
      await Promise.all([bot.close(), hook.close(), mail.close()]);
    },
  };
}

test('all channels down: plans are decided, orders placed, and every message arrives once they are back', async () => {
  const clock = new VirtualClock(samplePlan().createdAt);
  const store = memoryStore({ clock });
  const venue = venueSim.create({}, { clock });
  const submitted = new Set<string>();
  const submit = venue.submit.bind(venue);
  venue.submit = async (order, signal) => {
    submitted.add(order.symbol);
    return submit(order, signal);
  };
  const gate = riskGate({ equity: '10000', market: 'none', limits: unlimited });
  const pipeline = Pipeline.of<TradePlan>().stage(gate).followUp(announce()).followUp(placeOrder());
  const runner = createRunner({ pipeline, store, account, mode, venue: venue.id, clock });
  const executor = new TradeExecutor({ store, venue, account, mode, clock });
  const services = await openServices();
  const dispatcher = createDispatcher({ store, account, mode, clock, channels: services.channels });

  const symbols = Array.from({ length: count }, (_, index) => `S${index}/USDT`);
  for (const [index, symbol] of symbols.entries()) {
    const { verdict } = await runner.run(samplePlan({ planId: `p${index}`, symbol }));
    expect(verdict).not.toBe('rejected');
    await dispatcher.drain();
    clock.advance(1000);
  }
  await executor.drain();
  expect(submitted.size).toBe(count);

  const pass = async (minutes: number): Promise<void> => {
    const end = clock.now() + minutes * 60_000;
    while (clock.now() < end) {
      await dispatcher.drain();
      clock.moveTo(Math.min(end, Math.max(clock.now() + 1, dispatcher.nextAt())));
    }
  };
  await pass(15);
  expect(services.said().flatMap(([, texts]) => texts)).toEqual([]);
  expect(await dispatcher.queued()).toBeGreaterThanOrEqual(3 * count);
  services.comeBack();
  await pass(25);
  for (const [name, texts] of services.said())
    for (const symbol of symbols)
      expect(
        texts.filter((text) => text.includes(`LONG ${symbol}`)),
        `${name} ${symbol}`,
      ).toHaveLength(1);
  expect(await dispatcher.queued()).toBe(0);
  expect(await deadLetters(store, { account, mode }, clock).list(10)).toEqual([]);
  await services.close();
});
