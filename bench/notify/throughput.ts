// Messages per second and channel, beside notifme-sdk over the same provider that does nothing: what rendering costs,
// what a delivery costs, and what it costs to be durable (outbox, routes, rates, audit), on memory and on SQLite.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { performance } from 'node:perf_hooks';
import {
  alertJob,
  type Channel,
  defineChannel,
  enqueueParts,
  memoryStore,
  type Message,
  type Store,
} from '@tradewarden/core';
import { discord } from '@tradewarden/notifier-discord';
import { email } from '@tradewarden/notifier-email';
import { telegram } from '@tradewarden/notifier-telegram';
import { consoleChannel, createDispatcher, signalMessage } from '@tradewarden/notify';
import { openSqliteStore } from '@tradewarden/store-sqlite';
import { samplePlan } from '@tradewarden/testing';
import * as z from 'zod';
import { median } from '../measure.ts';
import { peerWith } from './peer.ts';

const rounds = 7;
const ms = 200;
const jobs = 100;
const book = { account: 'main', mode: 'notify' } as const;

/** The provider of both. */
const noop = async (): Promise<string> => 'id';

const theirs = peerWith(noop, 'email', 'slack');

/** A real channel whose deliveries go nowhere, with everything else that a channel does around them. */
const factory = defineChannel({
  name: 'bench',
  version: '1.0.0',
  options: z.custom<{ readonly real: Channel }>(),
  create: ({ real }) => ({
    id: real.id,
    capabilities: { ...real.capabilities, rates: [] },
    render: (message) => real.render(message),
    deliver: async () => ({ status: 'delivered', receipt: await noop() }),
  }),
});
const channels = [
  telegram.create({ token: '123456:BenchBenchBenchBenchBenchBench_-0123', chatId: 1 }),
  discord.create({ webhookUrl: 'https://discord.com/api/webhooks/123/BenchHookToken_0123456789' }),
  email.create({ url: 'smtp://bot:bench-word@127.0.0.1:9', from: 'bot@x.test', to: 'me@x.test' }),
  consoleChannel.create({ write: () => {} }),
].map((real) => factory.create({ real }));

const plan = samplePlan({
  timeframe: '4h',
  rationale:
    'An order block was retested after a sweep of the lows; the trend on the day chart is up. '.repeat(3),
  confluence: {
    factors: [1, 2, 3, 4].map((n) => ({
      name: `Factor ${n}`,
      score: '0.8',
      weight: '0.25',
      detail: `seen at 4210${n}`,
    })),
    conflicts: ['the weekly trend is down'],
  },
  chartUrl: 'https://chart.example.com/x',
});
const message: Message = signalMessage(plan);

/** A mail as ours is rendered: the peer renders nothing. */
const { text, extra } = channels.find(({ id }) => id === 'email')?.render(message)[0] ?? { text: '' };
const html = String(extra?.['html']);

/** How often in a second. */
async function rateOf(work: () => unknown): Promise<number> {
  const started = performance.now();
  let count = 0;
  while (performance.now() - started < ms) {
    await work();
    count += 1;
  }
  return (count / (performance.now() - started)) * 1000;
}

async function dispatchRate(store: Store, channel: Channel, round: number): Promise<number> {
  const at = Date.now();
  const drafts = Array.from({ length: jobs }, (_, index) =>
    alertJob({
      topic: 'order.filled',
      at,
      subject: `${channel.id} ${round} ${index}`,
      text: plan.rationale ?? '',
    }),
  );
  for (let from = 0; from < jobs; from += 50) {
    const { puts, adds } = enqueueParts(book, 'outbox', drafts.slice(from, from + 50), at);
    const key = `main/notify/bench/${channel.id}.${round}.${from}`;
    await store.commit({ checks: [{ key, version: 0 }], puts: [...puts, { key, value: 1 }], adds });
  }
  const dispatcher = createDispatcher({ store, ...book, channels: [channel] });
  const started = performance.now();
  await dispatcher.drain();
  const elapsed = performance.now() - started;
  if (dispatcher.counts().delivered !== jobs)
    throw new Error(`delivered ${dispatcher.counts().delivered} of ${jobs}`);
  return (jobs / elapsed) * 1000;
}

const directory = mkdtempSync(join(tmpdir(), 'bench-notify-'));
try {
  const sqlite = await openSqliteStore({ path: join(directory, 'store.db') });
  const memory = memoryStore();
  const found = new Map<string, number[]>();
  const note = (name: string, rate: number): void => void found.set(name, [...(found.get(name) ?? []), rate]);
  const { signal } = new AbortController();
  for (let round = 0; round <= rounds; round += 1) {
    const keep = (name: string, rate: number): void => (round === 0 ? undefined : note(name, rate));
    keep('compose', await rateOf(() => signalMessage(plan)));
    for (const channel of channels) {
      const [part = { text: '' }] = channel.render(message);
      keep(`${channel.id} render`, await rateOf(() => channel.render(message)));
      keep(
        `${channel.id} deliver`,
        await rateOf(() => channel.deliver(part, { signal, deliveryId: 'd', attempt: 1 })),
      );
      keep(
        `${channel.id} render and deliver`,
        await rateOf(async () => {
          for (const one of channel.render(message))
            await channel.deliver(one, { signal, deliveryId: 'd', attempt: 1 });
        }),
      );
      keep(`${channel.id} dispatch, memory`, await dispatchRate(memory, channel, round));
      keep(`${channel.id} dispatch, SQLite`, await dispatchRate(sqlite, channel, round));
    }
    const request = { email: { from: 'bot@x.test', to: 'me@x.test', subject: message.title, text, html } };
    keep('notifme-sdk email, rendered', await rateOf(() => theirs.send(request)));
    const chat = { slack: { text } };
    keep('notifme-sdk slack, rendered', await rateOf(() => theirs.send(chat)));
  }
  const rate = (name: string): number => median(found.get(name) ?? []);
  for (const name of found.keys()) console.log(`${name.padEnd(34)} ${rate(name).toFixed(0).padStart(8)}/s`);
  const peer = rate('notifme-sdk email, rendered');
  for (const { id } of channels)
    console.log(
      `${id.padEnd(10)} beside notifme-sdk, which renders and keeps nothing: deliver ${(rate(`${id} deliver`) / peer).toFixed(2)}, with rendering ${(rate(`${id} render and deliver`) / peer).toFixed(2)}, durable on memory ${(rate(`${id} dispatch, memory`) / peer).toFixed(3)}, on SQLite ${(rate(`${id} dispatch, SQLite`) / peer).toFixed(3)}`,
    );
  await sqlite.close();
} finally {
  rmSync(directory, { recursive: true, force: true });
}
process.exit();
