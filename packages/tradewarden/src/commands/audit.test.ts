import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { samplePlan } from '@tradewarden/testing';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { type Ran, run } from '../../test/captured.ts';

let directory = '';
beforeEach(async () => {
  directory = mkdtempSync(join(tmpdir(), 'tradewarden-audit-'));
  write('plans.ndjson', `${JSON.stringify(samplePlan())}\n`);
  await go('run', 'plans.ndjson', '--now', 'plan');
});
afterEach(() => rmSync(directory, { recursive: true }));
const go = (...words: readonly string[]): Promise<Ran> => run(words, { directory });
const write = (name: string, text: string): void => writeFileSync(join(directory, name), text);
const change = (sql: string): void => {
  const database = new DatabaseSync(join(directory, 'tradewarden.db'));
  database.exec(sql);
  database.close();
};

test('run seals with a key of its own, kept beside the database for its owner alone', async () => {
  const keys = join(directory, 'tradewarden.db.audit-keys');
  const pem = readdirSync(keys).find((file) => file.endsWith('.pem')) ?? '';
  expect(statSync(join(keys, pem)).mode & 0o777).toBe(0o600);
  const verified = await go('audit', 'verify');
  expect(verified.code).toBe(3);
  expect(verified.out).toMatch(/^good: .*signed by tradewarden\/main\/audit.*give one with --anchor/);
});

test('verify: 0 with an anchor, 1 when a record was changed, 2 when it could not check', async () => {
  const lines = (await go('audit', 'export')).out.trim().split('\n');
  const note = (
    JSON.parse(lines.find((line) => line.startsWith('{"checkpoint"')) ?? '{}') as { checkpoint: string }
  ).checkpoint;
  write('anchors.txt', `${note}\n`);
  expect((await go('audit', 'verify', '--anchor', 'anchors.txt')).code).toBe(0);
  change(`UPDATE log SET v = replace(v, '"v":1}', '"v":2}') WHERE name = 'main/audit' AND seq = 1`);
  const broken = await go('audit', 'verify', '--anchor', 'anchors.txt', '--json');
  expect(broken.code).toBe(1);
  expect(JSON.parse(broken.out)).toMatchObject({ ok: false, kind: 'record-changed', firstBad: 1 });
  expect((await go('audit', 'export')).code).toBe(1);
  for (const words of [
    ['--anchor', 'none.txt'],
    ['--anchor', 'plans.ndjson', '--key', 'nonsense'],
    ['none.jsonl'],
    ['--store', 'sqlite:plans.ndjson'],
  ]) {
    expect((await go('audit', 'verify', ...words)).code).toBe(2);
  }
});

test('an export and a proof verify by themselves, and show a change', async () => {
  const exported = await go('audit', 'export');
  write('audit.jsonl', exported.out);
  expect((await go('audit', 'verify', 'audit.jsonl')).out).toContain('good: ');
  expect((await go('audit', 'verify', '--compare', 'audit.jsonl')).out).toContain('good: ');
  write('changed.jsonl', exported.out.replace('BTC/USDT', 'ETH/USDT'));
  expect((await go('audit', 'verify', 'changed.jsonl')).code).toBe(1);
  const proof = await go('audit', 'prove', '1');
  write('one.tlog-proof', proof.out);
  expect(await go('audit', 'verify', 'one.tlog-proof')).toMatchObject({ code: 0 });
  write('bad.tlog-proof', proof.out.replace('index 0', 'index 1'));
  expect((await go('audit', 'verify', 'bad.tlog-proof')).code).toBe(1);
  expect((await go('audit', 'prove', '999')).code).toBe(1);
  for (const words of [['prove'], ['prove', 'x'], ['export', '--from', '0']]) {
    expect((await go('audit', ...words)).code).toBe(2);
  }
  expect(readFileSync(join(directory, 'audit.jsonl'), 'utf8')).toContain('tradewarden-audit/1');
});
