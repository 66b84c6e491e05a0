import type { TradePlan } from '@tradewarden/core';
import * as fc from 'fast-check';
import { samplePlan } from './sample-plan.ts';

/** Pieces that mean something to some channel, terminal, browser or mail program. */
const pieces: readonly string[] = [
  ['/kill', '/start@bot', '@everyone', '@here', '@admin', '#signal', '$BTC', '<@1>', '<@&2>', '<#3>'],
  ['<t:1:R>', '</kill:12345>', '<a:x:1>', '<b>', '</b>', '<script>alert(1)</script>', '<img src=x>'],
  ['[click](https://evil.test/x)', '![x](https://evil.test)', 'https://evil.test/a?b=c', 'evil.com'],
  ['t.me/join', 'tg://resolve?domain=x', 'me@evil.com', '10.0.0.1', '+49 170 1234567', 'www.evil.co.uk'],
  ['**', '__', '~~', '||', '`', '```', '```js\n', '> ', '>>> ', '# ', '- ', '1. ', '---', '\\', '*', '_'],
  ['\n', '\r\n', '\n\n\n\n', '\t', '\u0000', '\u001b[31m', '\u0007', '\u0085', '\u2028', ' ', '\u00a0'],
  ['\u202e', '\u2066', '\u200b', '\u2060', '\u200d', '\ufeff', '\ud800', '\udc00', '\u0301', '\ufffd'],
  ['مرحبا', 'שלום', '👨‍👩‍👧‍👦', '🏳️‍🌈', '🇩🇪', 'é', 'ñ', '中文', '😀', '½', 'ﷺ'],
  ['\r\nBcc: x@evil.test', '\r\n.\r\n', '.', '..', '&amp;', '&lt;', '{{title}}', '${x}', '%s', "'", '"'],
  ['42200.5', '1.33 R', 'BTC/USDT', '✅ APPROVED by admin', 'LONG', '−1.07 %', '='],
].flat();

/** One hostile text: pieces, random characters of any kind, or one of `seeds`. */
export function hostileText(seeds: readonly string[] = []): fc.Arbitrary<string> {
  const piece = fc.oneof(
    { arbitrary: fc.constantFrom(...pieces), weight: 6 },
    { arbitrary: fc.string({ unit: 'grapheme', maxLength: 12 }), weight: 2 },
    { arbitrary: fc.string({ unit: 'binary', maxLength: 12 }), weight: 1 },
    ...(seeds.length === 0 ? [] : [{ arbitrary: fc.constantFrom(...seeds), weight: 1 }]),
  );
  return fc.array(piece, { maxLength: 12 }).map((parts) => parts.join(''));
}

/** A sound plan with hostile words wherever a plan holds words; one in 40 with far too many of them, or all. */
export function hostilePlan(
  seeds: readonly string[] = [],
  length: 'usual' | 'long' = 'usual',
): fc.Arbitrary<TradePlan> {
  const text = hostileText(seeds);
  const long = fc
    .tuple(text, fc.integer({ min: 1, max: 400 }))
    .map(([value, count]) => value.repeat(count).slice(0, 9000));
  const some =
    length === 'long' ? long : fc.oneof({ arbitrary: text, weight: 40 }, { arbitrary: long, weight: 1 });
  const factor = fc.record({ name: text, detail: text });
  return fc
    .record({
      rationale: some,
      entry: text,
      stop: text,
      timeframe: text,
      chartUrl: text,
      factors: fc.array(factor, { maxLength: 4 }),
      conflicts: fc.array(text, { maxLength: 3 }),
    })
    .map(({ rationale, entry, stop, timeframe, chartUrl, factors, conflicts }) =>
      samplePlan({
        rationale,
        timeframe,
        chartUrl,
        entry: { near: '42200', far: '42030', rationale: entry },
        stop: { price: '41750', rationale: stop },
        confluence: {
          conflicts,
          factors: factors.map(({ name, detail }) => ({ name, detail, score: '0.5', weight: '0.3' })),
        },
      }),
    );
}
