import { expect, test } from 'vitest';
import { configuredEquity } from './configured-equity.ts';
import type { EquityReading, EquitySource } from './equity-source.ts';
import { readEquity } from './read-equity.ts';

const request = { now: 10_000, signal: new AbortController().signal };
const sourceOf = (read: EquitySource['read']): EquitySource => ({ id: 'test', measured: true, read });
const good: EquityReading = { equity: '-1.5', netDeposits: '0', at: 15_000 };

test('a configured amount is true at any moment, and shows no loss', async () => {
  const source = configuredEquity('10000.50');
  expect(source.measured).toBe(false);
  expect(await readEquity(source, request)).toEqual({
    status: 'trusted',
    reading: { equity: '10000.5', netDeposits: '0', at: 10_000 },
  });
  expect(() => configuredEquity('much')).toThrow('equity');
});

test('a reading may be negative, and dated a little after now', async () => {
  expect(
    await readEquity(
      sourceOf(async () => good),
      request,
    ),
  ).toEqual({ status: 'trusted', reading: good });
});

test('amounts that a source gives as numbers are kept as text', async () => {
  const numbers = { equity: 10_000.5, netDeposits: 1e3, at: 9000 } as unknown as EquityReading;
  const reading = { equity: '10000.5', netDeposits: '1000', at: 9000 };
  expect(
    await readEquity(
      sourceOf(async () => numbers),
      request,
    ),
  ).toEqual({ status: 'trusted', reading });
});

test.each<[string, EquitySource['read']]>([
  ['test: the equity is not known', async () => undefined],
  ['test: away', () => Promise.reject(new Error('away'))],
  ['test: equity NaN is not a number', async () => ({ ...good, equity: 'NaN' })],
  ['test: netDeposits  is not a number', async () => ({ ...good, netDeposits: '' })],
  ['test: 1.5 is no moment', async () => ({ ...good, at: 1.5 })],
  ['test: dated 5001 ms after now', async () => ({ ...good, at: 15_001 })],
])('%s', async (reason, read) => {
  expect(await readEquity(sourceOf(read), request)).toEqual({ status: 'untrusted', reason });
});
