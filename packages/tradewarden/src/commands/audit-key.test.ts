import { mkdtempSync, readdirSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { samplePlan } from '@tradewarden/testing';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { type Ran, run } from '../../test/captured.ts';

let directory = '';
beforeEach(async () => {
  directory = mkdtempSync(join(tmpdir(), 'tradewarden-audit-key-'));
  writeFileSync(join(directory, 'plans.ndjson'), `${JSON.stringify(samplePlan())}\n`);
  await go('run', 'plans.ndjson', '--now', 'plan');
});
afterEach(() => rmSync(directory, { recursive: true }));
const go = (...words: readonly string[]): Promise<Ran> => run(words, { directory });
const keys = (): string => join(directory, 'tradewarden.db.audit-keys');

test('run without its audit key says what it decided, warns, and seals when the key is back', async () => {
  renameSync(keys(), join(directory, 'away'));
  const other = { ...samplePlan(), planId: 'another' };
  writeFileSync(join(directory, 'more.ndjson'), `${JSON.stringify(other)}\n`);
  const ran = await go('run', 'more.ndjson', '--now', 'plan', '--json');
  expect(ran.code).toBe(0);
  expect(JSON.parse(ran.out)).toMatchObject({
    schemaVersion: 1,
    summary: { received: 1, failed: 0, duplicate: 0 },
  });
  expect(ran.err).toMatch(/warning: decided and committed, but not sealed: .*private key is not here/);
  expect((await go('audit', 'seal')).code).toBe(1);
  const refused = await go('audit', 'key', '--rotate');
  expect(refused).toMatchObject({ code: 1, out: '' });
  expect(refused.err).toContain('not rotated');
  renameSync(join(directory, 'away'), keys());
  expect((await go('audit', 'seal')).out).not.toMatch(/^0 records/);
  expect((await go('audit', 'verify')).out).toMatch(/^good: .* 0 are not sealed yet/);
});

test('key shows the public keys; after a rotation the log verifies under both', async () => {
  const before = (await go('audit', 'key')).out;
  expect(before).toMatch(/^tradewarden\/main\/audit\+[0-9a-f]{8}\+\S+@1-\n$/);
  const rotated = await go('audit', 'key', '--rotate', '--json');
  expect(rotated.code).toBe(0);
  const listed = (JSON.parse(rotated.out) as { keys: readonly { vkey: string; toSize?: number }[] }).keys;
  expect(listed.map(({ toSize }) => typeof toSize)).toEqual(['number', 'undefined']);
  expect(readdirSync(keys()).filter((file) => file.endsWith('.pem'))).toHaveLength(2);
  expect((await go('audit', 'seal')).code).toBe(0);
  expect((await go('audit', 'verify')).out).toMatch(/^good: .*0 are not sealed yet/);
  expect((await go('audit', 'key', '--store', 'memory:')).code).toBe(2);
});
