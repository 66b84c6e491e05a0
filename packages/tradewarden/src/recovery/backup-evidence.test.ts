import { mkdtempSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { samplePlan } from '@tradewarden/testing';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { type Ran, run } from '../../test/captured.ts';

vi.setConfig({ testTimeout: 120_000, hookTimeout: 60_000 });
let directory = '';
const inside = (name: string): string => join(directory, name);
const go = (...words: readonly string[]): Promise<Ran> => run(words, { directory });
async function decide(planId: string): Promise<void> {
  writeFileSync(inside('plans.ndjson'), `${JSON.stringify(samplePlan({ planId }))}\n`);
  await go('run', 'plans.ndjson', '--now', 'plan', '--no-notify');
}
beforeEach(async () => {
  directory = mkdtempSync(join(tmpdir(), 'tradewarden-evidence-'));
  writeFileSync(inside('tradewarden.config.json'), '{"audit":{"anchors":["file:anchors.txt"]}}');
  await decide('one');
  await go('backup', 'copy.db');
});
afterEach(() => rmSync(directory, { recursive: true }));
interface Found {
  readonly ok: boolean;
  readonly accounts: readonly unknown[];
}
const checked = async (): Promise<Found> =>
  JSON.parse((await go('restore', 'copy.db', '--check', '--json')).out) as Found;

test('a backup is checked with the keys and anchors that are kept outside, and what it lacks is counted', async () => {
  expect(await checked()).toMatchObject({
    ok: true,
    accounts: [{ audit: { signed: true, anchors: 1 }, evidence: { lost: 0, missing: [] } }],
  });
  await decide('two');
  const [account] = (await checked()).accounts as readonly { evidence: { lost: number } }[];
  expect(account?.evidence.lost).toBeGreaterThan(0);
  const restored = await go('restore', 'copy.db', '--force');
  expect(restored.code).toBe(0);
  expect(restored.out).toMatch(
    /\d+ records that a checkpoint in audit.anchors covers are not in it: keep that file/,
  );
  // The rollback stays visible, and the new store is anchored in a file of its own.
  expect((await go('audit', 'verify')).out).toContain('BROKEN: rolled-back-or-truncated');
  writeFileSync(inside('tradewarden.config.json'), '{"audit":{"anchors":["file:after.txt"]}}');
  await decide('three');
  expect((await go('audit', 'verify')).code).toBe(0);
});

test('a backup of another history, or signed by another key, is not restored', async () => {
  const anchors = readFileSync(inside('anchors.txt'), 'utf8');
  const forged = anchors.replace(/\n[A-Za-z0-9+/]{43}=\n/u, `\n${'A'.repeat(43)}=\n`).replace(/\n— .*/gu, '');
  expect(forged).not.toBe(anchors);
  writeFileSync(inside('anchors.txt'), forged);
  renameSync(inside('tradewarden.db.audit-keys'), inside('away'));
  expect((await go('restore', 'copy.db', '--force')).out).toContain('audit BROKEN: history-rewritten');
  writeFileSync(inside('anchors.txt'), anchors);
  // Other keys come into being where the old ones are missed.
  await run(['run', 'plans.ndjson', '--now', 'plan', '--store', 'sqlite:other.db'], { directory });
  renameSync(inside('other.db.audit-keys'), inside('tradewarden.db.audit-keys'));
  expect((await go('restore', 'copy.db', '--force')).out).toContain('audit BROKEN: bad-');
});

test('without its private key a backup is restored, with a word about what is missing; then nothing is sealed', async () => {
  renameSync(inside('tradewarden.db.audit-keys'), inside('away'));
  rmSync(inside('anchors.txt'));
  const restored = await go('restore', 'copy.db', '--force');
  expect(restored.code).toBe(0);
  expect(restored.out).toMatch(
    /private key of tradewarden\/main\/audit\+\S+ is not in .*tradewarden.db.audit-keys/,
  );
  expect((await go('audit', 'seal')).code).toBe(1);
  renameSync(inside('away'), inside('tradewarden.db.audit-keys'));
  expect((await go('audit', 'seal')).code).toBe(0);
  expect((await go('audit', 'verify')).code).toBe(0);
});
