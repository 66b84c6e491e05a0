import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { VirtualClock } from '@tradewarden/core';
import { samplePlan } from '@tradewarden/testing';
import { startDiscordServer } from '@tradewarden/testing/discord';
import { candleFiles } from '@tradewarden/venue-sim';
import { afterAll, expect, test } from 'vitest';
import { run } from '../../test/captured.ts';
import { planCandles } from './plan-candles.ts';

const directory = mkdtempSync(join(tmpdir(), 'tradewarden-candles-'));
afterAll(() => rmSync(directory, { recursive: true }));
const hourMs = 3_600_000;
const plan = samplePlan({ symbol: 'BTC/USDT:USDT', timeframe: '4h' });
const first = Math.floor(plan.createdAt / hourMs) * hourMs - 99 * hourMs;
const rows = Array.from({ length: 200 }, (_, index) => {
  const price = 42_000 + 200 * Math.sin(index / 6);
  return [first + index * hourMs, price, price + 90, price - 90, price + 20, 5].join(',');
});
mkdirSync(join(directory, 'bars'));
writeFileSync(
  join(directory, 'bars/BTCUSDT_1h.csv'),
  `timestamp,open,high,low,close,volume\n${rows.join('\n')}\n`,
);

test('sixty bars that were closed at the time of the plan, hourly where its own timeframe is not there', async () => {
  const clock = new VirtualClock(plan.createdAt + 50 * hourMs);
  const candles = planCandles(candleFiles(join(directory, 'bars'), { clock }));
  const { signal } = new AbortController();
  const found = await candles(plan, signal);
  expect(found).toHaveLength(60);
  const last = found.at(-1)!.time;
  expect(last + hourMs).toBeLessThanOrEqual(plan.createdAt);
  expect(last + 2 * hourMs).toBeGreaterThan(plan.createdAt);
  expect(await candles({ ...plan, symbol: 'ETH/USDT:USDT' }, signal)).toEqual([]);
});

test('run draws them into the pictures of plans', async () => {
  const sizes: number[] = [];
  for (const more of [[], ['--candles', 'bars']]) {
    const discord = await startDiscordServer({ webhook: { id: '11', token: 'Hook-0123' } });
    writeFileSync(join(directory, 'plans.json'), JSON.stringify([plan]));
    const words = ['run', 'plans.json', '--now', 'plan', '--json', '--store', 'memory:', ...more];
    const ran = await run(words, { directory, environment: { DISCORD_WEBHOOK_URL: discord.webhookUrl } });
    await discord.close();
    expect(ran.code).toBe(0);
    sizes.push(discord.messages[0]!.files[0]!.content.length);
  }
  // Sixty candles are some thousand bytes more of picture.
  expect(sizes[1]! - sizes[0]!).toBeGreaterThan(1000);
}, 60_000);

test('a folder without candles costs the bars, not the message', async () => {
  const discord = await startDiscordServer({ webhook: { id: '11', token: 'Hook-0123' } });
  const words = ['run', 'plans.json', '--now', 'plan', '--json', '--store', 'memory:', '--candles', 'none'];
  const ran = await run(words, { directory, environment: { DISCORD_WEBHOOK_URL: discord.webhookUrl } });
  await discord.close();
  expect(ran.code).toBe(0);
  expect(discord.messages[0]?.files).toHaveLength(1);
}, 60_000);
