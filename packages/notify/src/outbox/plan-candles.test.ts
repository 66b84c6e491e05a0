import type { Candle, RenderedPart } from '@tradewarden/core';
import { samplePlan } from '@tradewarden/testing';
import { expect, test } from 'vitest';
import { announced, scripted } from '../../test/announced.ts';
import { createDispatcher, type DispatcherOptions } from './dispatcher.ts';

const candle: Candle = { time: 1, open: '1', high: '2', low: '1', close: '2', volume: '3' };

/** Candles in the pictures that reach a channel, and how often a source was asked. */
async function pictured(
  candles: NonNullable<DispatcherOptions['candles']>,
  pictures: boolean,
): Promise<{ readonly bars: readonly number[]; readonly asked: number }> {
  const { store, clock, run } = announced();
  await run(samplePlan());
  const parts: RenderedPart[] = [];
  const { channel } = scripted(() => ({ status: 'delivered' }), { capabilities: { pictures } });
  const seen = {
    ...channel,
    render: (message: Parameters<typeof channel.render>[0]) => {
      const { picture } = message;
      parts.push({ text: message.title, ...(picture === undefined ? {} : { picture }) });
      return channel.render(message);
    },
  };
  let asked = 0;
  const source: DispatcherOptions['candles'] = async (plan, signal) => {
    asked += 1;
    return candles(plan, signal);
  };
  await createDispatcher({
    store,
    clock,
    account: 'main',
    mode: 'notify',
    channels: [seen],
    candles: source,
  }).drain();
  const bars = parts.flatMap(({ picture }) => (picture === undefined ? [] : [picture.candles.length]));
  return { bars, asked };
}

test('the picture of a plan has its candles; a source that fails or hangs costs the bars, not the message', async () => {
  expect(await pictured(async () => [candle, candle], true)).toEqual({ bars: [2], asked: 1 });
  expect(await pictured(async () => Promise.reject(new Error('down')), true)).toEqual({
    bars: [0],
    asked: 1,
  });
  let told: AbortSignal | undefined;
  const hanging = pictured((_, signal) => {
    told = signal;
    return new Promise(() => {});
  }, true);
  expect(await hanging).toEqual({ bars: [0], asked: 1 });
  expect(told?.aborted).toBe(true);
}, 20_000);

test('no source is asked for channels that show no pictures', async () => {
  expect(await pictured(async () => [candle], false)).toEqual({ bars: [0], asked: 0 });
});
