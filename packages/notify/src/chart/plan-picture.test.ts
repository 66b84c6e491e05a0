import { execFileSync } from 'node:child_process';
import { type Candle, type PlanPicture, VirtualClock } from '@tradewarden/core';
import { hostileText, runsOf, samplePlan } from '@tradewarden/testing';
import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { planPicture } from '../formatters/plan-picture.ts';
import { drawPlanPicture } from './draw-plan-picture.ts';
import { planPictureSvg } from './plan-picture-svg.ts';

const start = new VirtualClock(1_737_200_000_000).now();
const candles: readonly Candle[] = Array.from({ length: 80 }, (_, index) => ({
  time: start + index * 3_600_000,
  open: `${42_000 + index}`,
  high: `${42_050 + index}`,
  low: `${41_980 + index}`,
  close: `${42_000 + index + (index % 3) - 1}`,
  volume: '1',
}));
const picture = planPicture(samplePlan({ timeframe: '1h' }), candles);
const { signal } = new AbortController();

test('says every level in words, with the price of the plan', () => {
  const svg = planPictureSvg(picture);
  for (const said of [
    'LONG',
    'BTC/USDT',
    '1h',
    'Entry',
    '42200 – 42030',
    'Stop',
    '41750',
    'T1 1.33 R',
    '42800',
    'T3 4.44 R',
    'UTC',
  ])
    expect(svg).toContain(`>${said}`.replace('>UTC', ' UTC'));
  expect(svg.match(/<rect/g)?.length).toBe(4 + 60);
  expect(planPictureSvg(planPicture(samplePlan()))).toContain('no candles at hand');
});

test('draws a PNG with words: another symbol is another picture', async () => {
  const png = Buffer.from(await drawPlanPicture(picture, signal));
  expect(png.subarray(1, 4).toString()).toBe('PNG');
  expect([png.readUInt32BE(16), png.readUInt32BE(20)]).toEqual([1080, 860]);
  expect(png.length).toBeLessThan(200_000);
  const other = await drawPlanPicture({ ...picture, symbol: 'ETH/USDT' }, signal);
  expect(png.equals(other)).toBe(false);
  expect(png.equals(await drawPlanPicture(picture, signal))).toBe(true);
});

test('does not begin when it is too late', async () => {
  await expect(drawPlanPicture(picture, AbortSignal.abort())).rejects.toThrow('aborted');
});

test('draws whatever stands in a plan', { timeout: 600_000 }, async () => {
  const price = fc.constantFrom('0.00000001', '1', '99999999999', '42000.5', '0.07232');
  const level = fc.record({ price, label: hostileText() });
  const any: fc.Arbitrary<Partial<PlanPicture>> = fc.record({
    symbol: hostileText(),
    timeframe: hostileText(),
    direction: fc.constantFrom('LONG', 'SHORT'),
    stop: price,
    targets: fc.array(level, { maxLength: 12 }),
    candles: fc.constantFrom([], candles.slice(0, 1), candles),
  });
  await fc.assert(
    fc.asyncProperty(any, async (changes) => {
      const png = Buffer.from(await drawPlanPicture({ ...picture, ...changes }, signal));
      expect(png.subarray(1, 4).toString()).toBe('PNG');
    }),
    { numRuns: runsOf(40), endOnFailure: true },
  );
});

test('neither the package nor its chart loads the drawing before a picture is drawn', () => {
  const script = `await import('@tradewarden/notify');
    await import('@tradewarden/notify/chart');
    const { createRequire } = await import('node:module');
    console.log(Object.keys(createRequire('/x.js').cache).filter((path) => path.includes('resvg')).length);`;
  const words = ['--conditions=@tradewarden/source', '--input-type=module', '-e', script];
  expect(execFileSync(process.execPath, words, { cwd: import.meta.dirname, encoding: 'utf8' }).trim()).toBe(
    '0',
  );
});
