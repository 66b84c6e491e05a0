import { memoryDriver, type StoreDriver, VirtualClock } from '@tradewarden/core';
import { describe, expect, test } from 'vitest';
import { overriddenDriver } from '../fakes/overridden-store.ts';
import { storeSuite } from './store-suite.ts';

describe('memoryDriver keeps the laws', () => {
  const clock = new VirtualClock(Date.UTC(2026, 0, 1));
  const stores = new Map<string, StoreDriver>();
  const open = async (name: string): Promise<StoreDriver> => {
    const driver = stores.get(name) ?? memoryDriver({ clock });
    stores.set(name, driver);
    return driver;
  };
  const reports: string[] = [];
  storeSuite(test, { open, clock, durable: false, report: (text) => void reports.push(text) });

  test('the report counts every case once, says why some do not apply, and has measured times', () => {
    const [report = ''] = reports;
    expect(report).toContain('### memory 1\n\nDurability none, sharing process; trim.');
    const rows = report.split('\n').filter((line) => /^\| [LA]\d/.test(line));
    const sums = rows.map((row) => row.split('|').slice(3, 6).map(Number));
    expect(sums.flat().every(Number.isSafeInteger)).toBe(true);
    expect(rows).toHaveLength(20);
    expect(sums.reduce((sum, [, , failed = 0]) => sum + failed, 0)).toBe(0);
    expect(report).toMatch(/\| A4 \| copies \| 0 \| 2 \| 0 \| no backup \|/);
    expect(report).toMatch(/\| commit of .* \| 1000 \| \d+\.\d{3} \| \d+\.\d{3} \|/);
  });
});

test('the report names what fails', async () => {
  const clock = new VirtualClock(Date.UTC(2026, 0, 1));
  const stores = new Map<string, StoreDriver>();
  const forgetful = async (name: string): Promise<StoreDriver> => {
    const driver = stores.get(name) ?? memoryDriver({ clock });
    stores.set(name, driver);
    return overriddenDriver(driver, { get: async (keys) => keys.map(() => null) });
  };
  const tests: (() => Promise<void>)[] = [];
  const reports: string[] = [];
  const report = (text: string): void => void reports.push(text);
  const some = (name: string, run: () => Promise<void>): void => {
    if (/^(?:L12|L6|report) /.test(name)) tests.push(run);
  };
  storeSuite(some, { open: forgetful, clock, durable: false, report });
  for (const run of tests) await run().catch(() => {});
  const rowOf = (law: string): string =>
    (reports[0] ?? '').split('\n').find((row) => row.startsWith(`| ${law} `)) ?? '';
  expect(rowOf('L12')).toMatch(/ \| 1 \| 0 \| 1 \| AssertionError/);
  expect(rowOf('L6')).toMatch(/ \| 6 \| 0 \| 0 \|  \|/);
});
