// Decisions and orders on SQLite with all channels down beside the same with all channels up, and beside none at all;
// interleaved in one run. Nothing that was announced may be missing afterwards.
import { once } from 'node:events';
import { createServer, type Server } from 'node:net';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { performance } from 'node:perf_hooks';
import { type Channel, createRunner, Pipeline, systemClock, type TradePlan } from '@tradewarden/core';
import { placeOrder, TradeExecutor } from '@tradewarden/executor';
import { discord } from '@tradewarden/notifier-discord';
import { email } from '@tradewarden/notifier-email';
import { telegram } from '@tradewarden/notifier-telegram';
import { announce, createDispatcher } from '@tradewarden/notify';
import { riskGate } from '@tradewarden/risk';
import { openSqliteStore } from '@tradewarden/store-sqlite';
import { samplePlan } from '@tradewarden/testing';
import { venueSim } from '@tradewarden/venue-sim';
import { median } from '../measure.ts';

const rounds = 7;
const plans = 80;
const limit = 1.25;
const book = { account: 'main', mode: 'paper' } as const;
const unlimited = {
  'exposure.total': 'unlimited',
  'exposure.asset': 'unlimited',
  'heat.total': 'unlimited',
  'positions.max': 'unlimited',
} as const;

/** Takes connections and never says a word: the worst that a service can do. */
const silent: Server = createServer(() => {}).listen(0, '127.0.0.1');
await once(silent, 'listening');
const address = (): string => `127.0.0.1:${(silent.address() as { readonly port: number }).port}`;
/** Nobody listens: the port was free a moment ago. */
const closed = createServer().listen(0, '127.0.0.1');
await once(closed, 'listening');
const nowhere = `127.0.0.1:${(closed.address() as { readonly port: number }).port}`;
closed.close();
await once(closed, 'close');

/** One refuses connections, one never answers, one never greets. */
const downChannels = (): readonly Channel[] => [
  telegram.create({
    token: '123456:NotifyDownNotifyDownNotifyDown_-0123',
    chatId: 1,
    apiRoot: `http://${nowhere}`,
  }),
  discord.create({
    webhookUrl: `http://${address()}/api/webhooks/1/NotifyDownHookToken_0123`,
    timeoutMs: 1000,
  }),
  email.create({ url: `smtp://${address()}`, from: 'bot@x.test', to: 'me@x.test', timeoutMs: 1000 }),
];
const upChannels = (): readonly Channel[] =>
  downChannels().map((channel): Channel =>
    Object.assign(channel, { deliver: async () => ({ status: 'delivered' }) }),
  );

const directory = mkdtempSync(join(tmpdir(), 'bench-notify-down-'));
let files = 0;

interface Run {
  readonly decisionMs: number;
  readonly orderMs: number;
  /** Announcements that are neither waiting nor delivered. */
  readonly lost: number;
}

async function run(channels: readonly Channel[]): Promise<Run> {
  const store = await openSqliteStore({ path: join(directory, `${(files += 1)}.db`), deadlineMs: 60_000 });
  const venue = venueSim.create({}, { clock: systemClock });
  const gate = riskGate({ equity: '10000', market: 'none', limits: unlimited });
  const pipeline = Pipeline.of<TradePlan>().stage(gate).followUp(announce()).followUp(placeOrder());
  const runner = createRunner({ pipeline, store, ...book, venue: venue.id });
  const executor = new TradeExecutor({ store, venue, ...book });
  const dispatcher = createDispatcher({ store, ...book, channels });
  const stop = new AbortController();
  const running = channels.length === 0 ? Promise.resolve() : dispatcher.run(stop.signal);
  const ids: string[] = [];
  let next = 0;
  const decide = async (): Promise<void> => {
    while (next < plans) {
      next += 1;
      const plan = samplePlan({ planId: `p${next}`, symbol: `S${next}/USDT`, createdAt: Date.now() });
      const { decision } = await runner.run(plan);
      if (decision === undefined || decision.verdict === 'rejected')
        throw new Error('a plan was not approved');
      ids.push(decision.decisionId);
    }
  };
  const started = performance.now();
  await Promise.all(Array.from({ length: 4 }, decide));
  const decided = performance.now();
  await executor.drain();
  const ordered = performance.now();
  stop.abort();
  await running;
  // What is still a job becomes rows now.
  const lost = channels.length === 0 ? 0 : await missing(store, ids, channels);
  for (const channel of channels) await channel.stop?.();
  await store.close();
  return { decisionMs: decided - started, orderMs: ordered - decided, lost };
}

type Store = Awaited<ReturnType<typeof openSqliteStore>>;

/** Decisions that are neither a job, nor a row, nor recorded as sent, for one channel or more. */
async function missing(store: Store, ids: readonly string[], channels: readonly Channel[]): Promise<number> {
  const found = new Set<string>();
  const prefix = 'main/paper/q/';
  for (let after = ''; ;) {
    const page = await store.scan({ prefix, limit: 1000, ...(after === '' ? {} : { after }) });
    for (const { key, value } of page) {
      const row = value as { readonly job?: string; readonly channel?: string };
      if (row.job !== undefined) found.add(`${row.job} ${row.channel}`);
      else if (key.includes('/outbox/')) found.add(key.split('/').at(-1) ?? '');
    }
    after = page.at(-1)?.key ?? '';
    if (page.length < 1000) break;
  }
  for (let after = 0; ;) {
    const page = await store.read('main/audit', { after, limit: 1000 });
    for (const { value } of page) {
      const { type, corr, data } = value as {
        readonly type: string;
        readonly corr: string;
        readonly data: { readonly channel?: string };
      };
      if (type === 'notify.sent' || type === 'notify.uncertain') found.add(`${corr} ${data.channel}`);
    }
    after = page.at(-1)?.sequence ?? after;
    if (page.length < 1000) break;
  }
  return ids.filter((id) => !found.has(id) && !channels.every((channel) => found.has(`${id} ${channel.id}`)))
    .length;
}

try {
  await run([]);
  const found = { none: [] as Run[], up: [] as Run[], down: [] as Run[] };
  for (let round = 0; round < rounds; round += 1) {
    found.none.push(await run([]));
    found.up.push(await run(upChannels()));
    found.down.push(await run(downChannels()));
  }
  const of = (runs: readonly Run[], figure: 'decisionMs' | 'orderMs'): number =>
    median(runs.map((one) => one[figure]));
  for (const [name, runs] of Object.entries(found))
    console.log(
      `channels ${name.padEnd(5)} ${((plans / of(runs, 'decisionMs')) * 1000).toFixed(0).padStart(6)} decisions/s ${((plans / of(runs, 'orderMs')) * 1000).toFixed(0).padStart(6)} orders/s`,
    );
  let isGood = true;
  for (const figure of ['decisionMs', 'orderMs'] as const) {
    const ratio = of(found.down, figure) / of(found.up, figure);
    console.log(
      `${figure === 'decisionMs' ? 'decisions' : 'orders'} take ${ratio.toFixed(2)} times as long with all channels down (limit ${limit}), ${(of(found.down, figure) / of(found.none, figure)).toFixed(2)} times as without any`,
    );
    isGood &&= ratio <= limit;
  }
  const lost = [...found.up, ...found.down].reduce((sum, one) => sum + one.lost, 0);
  console.log(`${lost} announcements lost (limit 0)`);
  if (!isGood || lost > 0) process.exitCode = 1;
} finally {
  silent.close();
  silent.unref();
  rmSync(directory, { recursive: true, force: true });
}
process.exit();
