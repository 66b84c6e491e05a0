import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { blockingCodes } from '@tradewarden/core';
import { afterAll, describe, expect, test } from 'vitest';
import { type Alert, decideAlertsByHand, generatedAlerts } from '../test/alerts-by-hand.ts';
import { run } from '../test/captured.ts';
import type { RunDocument } from './commands/run-document.ts';

const real = join(import.meta.dirname, '../../../../shared/data/signals/scanner-alerts-2025-10.ndjson');
const directory = mkdtempSync(join(tmpdir(), 'tradewarden-alerts-'));
afterAll(() => rmSync(directory, { recursive: true }));
const free = ['--set', 'exposure.asset=unlimited', '--set', 'exposure.total=unlimited'];

async function compare(alerts: readonly Alert[], capped: boolean): Promise<RunDocument> {
  writeFileSync(join(directory, 'alerts.ndjson'), alerts.map((alert) => JSON.stringify(alert)).join('\n'));
  const words = [
    'run',
    'alerts.ndjson',
    '--format',
    'scanner-alert',
    '--now',
    'plan',
    '--json',
    '--store',
    'memory:',
  ];
  const ran = await run([...words, ...(capped ? [] : free)], { directory });
  expect(ran.code).toBe(0);
  const document = JSON.parse(ran.out) as RunDocument;
  const hand = decideAlertsByHand(alerts, capped);
  const ours = document.results.map(({ symbol, verdict, decision }) => ({
    symbol,
    verdict,
    codes: decision === undefined ? [] : blockingCodes(decision).toSorted((a, b) => (a < b ? -1 : 1)),
    quantity: verdict === 'rejected' ? undefined : decision?.sizing?.quantity,
  }));
  expect(ours).toEqual(
    hand.map(({ symbol, verdict, codes, quantity }) => ({ symbol, verdict, codes, quantity })),
  );
  const count = (verdict: string): number => hand.filter((one) => one.verdict === verdict).length;
  expect(document.summary).toMatchObject({
    received: alerts.length,
    approved: count('approved'),
    resized: count('resized'),
    rejected: count('rejected'),
  });
  if (capped) for (const { used } of hand) expect(used.lte(1000)).toBe(true);
  return document;
}

describe('a generated day of alerts', () => {
  test.each([true, false])('equals the recomputation by hand (capped: %s)', async (capped) => {
    const { summary } = await compare(generatedAlerts(200), capped);
    expect(summary.byCode).toHaveProperty('REWARD_TO_RISK_TOO_LOW');
    expect(summary.byCode).toHaveProperty('CONFLICT_OPPOSITE');
    expect(summary.byCode).toHaveProperty('DUPLICATE_SIGNAL');
  });
});

describe.skipIf(!existsSync(real))('the 228 real alerts (skipped when ../shared is missing)', () => {
  const alerts = (): readonly Alert[] =>
    readFileSync(real, 'utf8')
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line) as Alert);

  test('all are decided, equal to the recomputation by hand, and without the caps far more is approved', async () => {
    const capped = (await compare(alerts(), true)).summary;
    const uncapped = (await compare(alerts(), false)).summary;
    expect(capped.received).toBe(228);
    expect(capped.unreadable + capped.failed).toBe(0);
    expect(uncapped.approved + uncapped.resized).toBeGreaterThan(2 * (capped.approved + capped.resized));
  });
});
