import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { systemClock } from '@tradewarden/core';
import type { WhatIfReport } from '@tradewarden/risk';
import { samplePlan } from '@tradewarden/testing';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { type Ran, run } from '../../test/captured.ts';

let directory = '';
beforeEach(() => void (directory = mkdtempSync(join(tmpdir(), 'tradewarden-what-if-'))));
afterEach(() => rmSync(directory, { recursive: true }));
const go = (...words: readonly string[]): Promise<Ran> => run(words, { directory });
const whatIf = (...words: readonly string[]): Promise<Ran> => go('audit', 'what-if', ...words);

const { createdAt } = samplePlan();
const symbols = ['BTC/USDT', 'ETH/USDT', 'SOL/USDT', 'XRP/USDT'];

async function decideFour(at = createdAt): Promise<void> {
  const plans = symbols.map((symbol, index) =>
    samplePlan({
      planId: `${symbol.slice(0, 3)}-${at}`,
      symbol,
      createdAt: at + index,
      expiresAt: at + 3_600_000,
    }),
  );
  writeFileSync(join(directory, 'plans.json'), JSON.stringify(plans));
  expect((await go('run', 'plans.json', '--now', 'plan', '--no-notify')).code).toBe(0);
}

test('a table for people: verdicts, rules, examples and what is assumed', async () => {
  await decideFour();
  const { code, out } = await whatIf('--set', 'exposure.total=0.2');
  expect(code).toBe(0);
  expect(out).toContain('What if exposure.total = 0.2 (was 0.1): 2 of 4 decisions would have been others\n');
  expect(out).toMatch(/^resized +2 +4$/m);
  expect(out).toMatch(/^rejected +2 +0$/m);
  expect(out).toMatch(/^2 {2}rejected, would have been resized$/m);
  expect(out).toMatch(/^exposure\.total +2 +2 +0 +4$/m);
  expect(out).toMatch(/^SOL-\d+ +SOL\/USDT +rejected \(exposure\.total\) +resized 499\.999948 \(/m);
  expect(out).toContain('2 approvals that never happened are held until their plans expire');
});

test('the same as one JSON document; several limits at once', async () => {
  await decideFour();
  const { code, out } = await whatIf(
    '--json',
    '--set',
    'exposure.asset=0.02',
    '--set',
    'exposure.total=0.03',
  );
  expect(code).toBe(0);
  const report = JSON.parse(out) as WhatIfReport;
  expect(report).toMatchObject({
    decisions: 4,
    compared: 4,
    limits: { 'exposure.asset': { recorded: ['0.05'], other: '0.02' } },
    verdicts: { other: { resized: 2, rejected: 2 } },
  });
});

test('only what was decided in the range, by age too; the room that was taken before stays taken', async () => {
  await decideFour();
  await decideFour(systemClock.now() - 3_600_000);
  const report = async (...words: readonly string[]): Promise<WhatIfReport> =>
    JSON.parse((await whatIf('--json', '--set', 'exposure.total=0.2', ...words)).out) as WhatIfReport;
  expect(await report()).toMatchObject({ decisions: 8 });
  expect(await report('--since', '30d')).toMatchObject({ decisions: 4 });
  expect(await report('--to', String(createdAt + 2))).toMatchObject({ decisions: 2, changed: 0 });
});

test.each([
  [[], 'name a limit, such as --set exposure.total=0.2'],
  [['--set', 'exposure.totl=0.2'], 'exposure.totl: unknown setting'],
  [['--set', 'exposure.total=much'], 'exposure.total'],
  [['--set', 'exposure.total=-1'], 'exposure.total'],
  [['--set', 'exposure.total'], 'expected PATH=VALUE'],
  [['--set', 'fx.EUR=1.1'], 'fx.EUR: as recorded; only limits can be other ones'],
  [['--set', 'exposure.total=0.2', '--balance', '5'], '--balance is as it was recorded'],
  [['--set', 'exposure.total=0.2', '--profile', 'aggressive'], '--profile is as it was recorded'],
  [['--set', 'exposure.total=0.2', '--since', 'lately'], '--since lately: expected a date'],
  [
    ['--set', 'exposure.total=0.2', '--since', '2026-01-02', '--to', '2026-01-01'],
    '--to is not after --since',
  ],
  [['--set', 'exposure.total=0.2', '--since', '1m'], 'account main has no decision since 20'],
  [['--set', 'exposure.total=0.2', '--account', 'other'], 'account other has no decision in its log'],
])('exit code 2 and a sentence: %j', async (words, sentence) => {
  await decideFour();
  const { code, out, err } = await whatIf(...words);
  expect([code, out]).toEqual([2, '']);
  expect(err).toContain(sentence);
});

test('without a database there is nothing to look at, and none is made', async () => {
  const { code, err } = await whatIf('--set', 'exposure.total=0.2');
  expect([code, err]).toEqual([2, expect.stringContaining('there is no database')]);
});
