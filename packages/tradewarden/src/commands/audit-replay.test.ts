import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { createRunner, Pipeline, type TradePlan, VirtualClock } from '@tradewarden/core';
import { pass, riskGate } from '@tradewarden/risk';
import { openSqliteStore } from '@tradewarden/store-sqlite';
import { samplePlan } from '@tradewarden/testing';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { generatedAlerts } from '../../test/alerts-by-hand.ts';
import { type Ran, run } from '../../test/captured.ts';

let directory = '';
beforeEach(() => void (directory = mkdtempSync(join(tmpdir(), 'tradewarden-replay-'))));
afterEach(() => rmSync(directory, { recursive: true }));
const go = (...words: readonly string[]): Promise<Ran> => run(words, { directory });
const replay = async (...words: readonly string[]): Promise<[number, Record<string, unknown>]> => {
  const { code, out } = await go('audit', 'replay', '--json', ...words);
  return [code, JSON.parse(out) as Record<string, unknown>];
};
const change = (sql: string): void => {
  const database = new DatabaseSync(join(directory, 'tradewarden.db'));
  database.exec(sql);
  database.close();
};

test('0 when every decision of a day agrees, 1 with the place when one was changed', async () => {
  const lines = generatedAlerts(60).map((alert) => JSON.stringify(alert));
  writeFileSync(join(directory, 'alerts.ndjson'), lines.join('\n'));
  await go('run', 'alerts.ndjson', '--format', 'scanner-alert', '--now', 'plan');
  expect(await replay()).toEqual([0, { decisions: 60, agreed: 60, different: 0, notRecomputed: [] }]);
  expect((await go('audit', 'replay')).out).toBe('good: 60 of 60 decisions agree with their records\n');
  change(`UPDATE log SET v = replace(v, '"quantity":"', '"quantity":"1') WHERE name = 'main/audit'`);
  const [code, report] = await replay();
  expect(code).toBe(1);
  expect(report['first']).toMatchObject({ path: '$.sizing.quantity' });
  const { out } = await go('audit', 'replay');
  expect(out).toMatch(
    /^DIFFERENT: record \d+, plan \S+, \$\.sizing\.quantity: "1\S+" recorded, "\S+" recomputed/,
  );
}, 30_000);

test('2 when it could not check: rules of your own, no decision, no database, a wrong time', async () => {
  expect((await go('audit', 'replay')).code).toBe(2);
  const clock = new VirtualClock(samplePlan().createdAt);
  const store = await openSqliteStore({ path: join(directory, 'tradewarden.db'), clock });
  const rule = {
    id: 'acme.own',
    severity: 'block',
    needs: [],
    when: 'plan',
    check: () => pass('fine'),
  } as const;
  const gate = riskGate({ equity: '10000', market: 'none', rules: [rule] });
  const pipeline = Pipeline.of<TradePlan>().stage(gate);
  await createRunner({ pipeline, store, account: 'main', mode: 'notify', clock }).run(samplePlan());
  await store.close();
  const [code, report] = await replay();
  expect(code).toBe(2);
  expect(report).toMatchObject({ decisions: 1, agreed: 0, notRecomputed: [{ count: 1 }] });
  expect((await go('audit', 'replay')).out).toContain('the rules acme.own');
  expect(await replay('--since', String(clock.now() + 1))).toMatchObject([2, { decisions: 0 }]);
  expect(await replay('--since', '2020-01-01T00:00')).toMatchObject([2, { decisions: 1 }]);
  for (const since of ['yesterday', '2020-13-01', '-1'])
    expect((await go('audit', 'replay', `--since=${since}`)).code).toBe(2);
  change(`UPDATE log SET v = '"' WHERE name = 'main/audit'`);
  expect((await go('audit', 'replay')).code).toBe(2);
});

test('the log of the demo agrees to the last decision', async () => {
  const { out } = await go('demo', '--json', '--symbols', '4');
  const { database, summary } = JSON.parse(out) as { database: string; summary: { received: number } };
  expect(summary.received).toBeGreaterThan(20);
  const { received } = summary;
  expect(await replay('--store', `sqlite:${database}`)).toEqual([
    0,
    { decisions: received, agreed: received, different: 0, notRecomputed: [] },
  ]);
  rmSync(join(database, '..'), { recursive: true });
}, 60_000);
