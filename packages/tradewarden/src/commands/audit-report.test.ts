import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { samplePlan } from '@tradewarden/testing';
import { afterAll, expect, test } from 'vitest';
import { run } from '../../test/captured.ts';

const directory = mkdtempSync(join(tmpdir(), 'tradewarden-report-'));
afterAll(() => rmSync(directory, { recursive: true, force: true }));
const plan = samplePlan();

test('audit report counts what a run decided, within the period asked for', async () => {
  writeFileSync(
    join(directory, 'plans.json'),
    JSON.stringify([plan, { symbol: 'ETH/USDT', planId: 'broken' }]),
  );
  await run(['run', 'plans.json', '--now', String(plan.createdAt), '--no-notify'], { directory });
  const whole = await run(['audit', 'report', '--json'], { directory });
  expect(whole.code).toBe(0);
  expect(JSON.parse(whole.out)).toMatchObject({
    account: 'main',
    decisions: { approved: 0, resized: 1, rejected: 1 },
    byCode: { PLAN_INCOMPLETE: 1 },
    byType: { 'risk.decision': 2, 'run.finished': 1 },
  });
  const before = await run(['audit', 'report', '--to', '2024-01-01', '--json'], { directory });
  expect(JSON.parse(before.out)).toMatchObject({ records: 0, from: 0, to: Date.UTC(2024, 0, 1) });
  const text = await run(['audit', 'report', '--from', '2025-01-19'], { directory });
  expect(text.out).toMatch(/resized +1\n/);
  expect(text.out).toContain('PLAN_INCOMPLETE');
});

test('a period that is none is a usage error', async () => {
  for (const words of [
    ['--from', 'yesterday'],
    ['--from', '2025-01-02', '--to', '2025-01-01'],
  ]) {
    const { code, err } = await run(['audit', 'report', ...words], { directory });
    expect(code).toBe(2);
    expect(err).toMatch(/--from/);
  }
});
