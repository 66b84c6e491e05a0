import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { exposureReport } from '@tradewarden/core';
import { openSqliteStore } from '@tradewarden/store-sqlite';
import { samplePlan } from '@tradewarden/testing';
import { afterAll, expect, test } from 'vitest';
import { run } from '../test/captured.ts';
import type { RunDocument } from './commands/run-document.ts';

const rounds = process.env['TRADEWARDEN_RUNS'] === 'night' ? 40 : 5;
const directory = mkdtempSync(join(tmpdir(), 'tradewarden-kill-'));
afterAll(() => rmSync(directory, { recursive: true }));
const main = join(import.meta.dirname, 'main.ts');
const count = 400;

/** Starts the program and kills it after `ms`; resolves when it is gone. */
async function killed(words: readonly string[], ms: number): Promise<void> {
  const child = spawn(process.execPath, ['--conditions=@tradewarden/source', main, ...words], {
    cwd: directory,
    stdio: 'ignore',
  });
  const gone = new Promise((resolve) => {
    child.once('exit', resolve);
  });
  const timer = setTimeout(() => child.kill('SIGKILL'), ms);
  await gone;
  clearTimeout(timer);
}

test('killed in the middle of a run, run again: no reservation lost or doubled, the audit verifies', async () => {
  const start = samplePlan().createdAt;
  const plans = Array.from({ length: count }, (_, index) =>
    samplePlan({ planId: `p${index}`, symbol: `S${index % 40}/USDT`, createdAt: start + index * 60_000 }),
  );
  writeFileSync(join(directory, 'plans.ndjson'), plans.map((plan) => JSON.stringify(plan)).join('\n'));
  for (let round = 0; round < rounds; round += 1) {
    const store = `sqlite:${join(directory, `round-${round}.db`)}`;
    const words = ['run', 'plans.ndjson', '--now', 'plan', '--json', '--store', store];
    await killed(words, 350 + round * 90);
    const again = JSON.parse((await run(words, { directory })).out) as RunDocument;
    const { approved, resized, rejected, duplicate, failed } = again.summary;
    expect(failed).toBe(0);
    expect(approved + resized + rejected + duplicate).toBe(count);
    const opened = await openSqliteStore({ path: join(directory, `round-${round}.db`) });
    const book = { account: 'main', mode: 'notify' } as const;
    expect((await exposureReport(opened, book)).differences).toEqual([]);
    const decisions = await opened.read('main/audit', { after: 0, limit: 5000 });
    const decided = decisions.flatMap(({ value }) =>
      (value as { type: string }).type === 'risk.decision'
        ? [(value as { subject: { planId: string } }).subject.planId]
        : [],
    );
    expect(new Set(decided).size).toBe(count);
    expect(decided).toHaveLength(count);
    await opened.close();
    expect((await run(['audit', 'verify', '--store', store], { directory })).out).toMatch(/^good: /);
  }
}, 120_000);

test('interrupted, it says so and ends with 130; what was committed stays', async () => {
  const child = spawn(process.execPath, ['--conditions=@tradewarden/source', main, 'demo'], {
    cwd: directory,
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  let [said, signalled] = ['', false];
  child.stderr.on('data', (text: Buffer) => {
    said += text.toString();
    // The first words come when the scan begins; one signal, since a second one ends the process at once.
    if (!signalled && said.includes('deciding over')) signalled = child.kill('SIGINT');
  });
  const code = await new Promise((resolve) => {
    child.once('exit', resolve);
  });
  expect(code).toBe(130);
  expect(said).toContain('interrupted; what was committed stays');
}, 120_000);

test('a reader that leaves early ends nothing', async () => {
  const child = spawn(
    process.execPath,
    ['--conditions=@tradewarden/source', main, 'demo', '--json', '--symbols', '1'],
    {
      cwd: directory,
      stdio: ['ignore', 'pipe', 'pipe'],
    },
  );
  child.stdout.destroy();
  let said = '';
  child.stderr.on('data', (text: Buffer) => {
    said += text.toString();
  });
  const code = await new Promise((resolve) => {
    child.once('exit', resolve);
  });
  expect(said).not.toContain('EPIPE');
  expect(code).toBe(0);
}, 120_000);
