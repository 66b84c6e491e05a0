import {
  existsSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { anchorNotes } from '@tradewarden/core/audit';
import { samplePlan } from '@tradewarden/testing';
import { startSmtpServer } from '@tradewarden/testing/smtp';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { type Ran, run } from '../../test/captured.ts';

vi.setConfig({ testTimeout: 120_000, hookTimeout: 60_000 });
let directory = '';
beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'tradewarden-anchors-'));
});
afterEach(() => rmSync(directory, { recursive: true }));
const go = (words: readonly string[], environment: Record<string, string> = {}): Promise<Ran> =>
  run(words, { directory, environment });
const inside = (name: string): string => join(directory, name);
let plans = 0;
async function decide(environment: Record<string, string> = {}, now = ['--now', 'plan']): Promise<Ran> {
  plans += 1;
  writeFileSync(inside('plans.ndjson'), `${JSON.stringify(samplePlan({ planId: `plan-${plans}` }))}\n`);
  return go(['run', 'plans.ndjson', ...now, '--json'], environment);
}
const configured = (audit: object): void =>
  writeFileSync(inside('tradewarden.config.json'), JSON.stringify({ audit }));

/** The text of a mail in quoted-printable. */
const decoded = (raw: string): string =>
  Buffer.from(
    raw
      .replaceAll('=\r\n', '')
      .replaceAll(/=([0-9A-F]{2})/g, (_, hex: string) => String.fromCharCode(parseInt(hex, 16))),
    'latin1',
  )
    .toString()
    .replaceAll('\r\n', '\n');

test('a run signs, keeps its checkpoint in the file, and verify uses it without being told', async () => {
  configured({ anchors: ['file:elsewhere/anchors.txt'], keys: 'secret' });
  const failing = await decide();
  expect(failing.code).toBe(0);
  expect(failing.err).toMatch(/warning: the checkpoint could not be kept in .*anchors.txt: ENOENT/);
  expect((await go(['audit', 'verify'])).err).toMatch(/could not check: .*anchors.txt.* is not there/);
  expect((await go(['audit', 'verify'])).code).toBe(2);
  configured({ anchors: ['file:anchors.txt'], keys: 'secret' });
  expect((await decide()).err).not.toContain('warning');
  expect(readdirSync(inside('secret')).filter((file) => file.endsWith('.pem'))).toHaveLength(1);
  expect(existsSync(inside('tradewarden.db.audit-keys'))).toBe(false);
  const verified = await go(['audit', 'verify']);
  expect([verified.code, verified.out]).toEqual([
    0,
    expect.stringMatching(/signed by .*anchors agree; 0 are not/),
  ]);
});

test('a store that was rolled back, records and checkpoints together, shows against the anchor', async () => {
  configured({ anchors: ['file:anchors.txt'] });
  await decide();
  await go(['backup', 'early.db']);
  await decide();
  expect((await go(['audit', 'verify'])).code).toBe(0);
  rmSync(inside('tradewarden.db'));
  renameSync(inside('early.db'), inside('tradewarden.db'));
  const verified = await go(['audit', 'verify', '--json']);
  expect(verified.code).toBe(1);
  expect(JSON.parse(verified.out)).toMatchObject({ kind: 'rolled-back-or-truncated' });
});

test('with a channel that reaches out, one message a day holds a checkpoint that the log verifies by', async () => {
  const server = await startSmtpServer();
  const environment = { SMTP_URL: server.url, EMAIL_FROM: 'a@desk.example', EMAIL_TO: 'b@desk.example' };
  const texts = (): readonly string[] =>
    server.mails.map(({ raw }) => decoded(raw)).filter((text) => text.includes('tradewarden/main/audit'));
  // By the machine's clock, since the channel sends no more than its rate allows.
  const arrived = async (): Promise<number> => {
    await decide(environment, []);
    return texts().length;
  };
  await expect.poll(arrived, { timeout: 30_000, interval: 500 }).toBe(1);
  await decide(environment, []);
  expect(texts()).toHaveLength(1);
  const note = /tradewarden\/main\/audit\n\d+\n\S+\n\n?(?:— .*\n)+/u.exec(texts()[0] ?? '')?.[0] ?? '';
  writeFileSync(inside('from-mail.txt'), note);
  expect(anchorNotes(note)).toHaveLength(1);
  expect((await go(['audit', 'verify', '--anchor', 'from-mail.txt'])).code).toBe(0);
  const quiet = { ...environment, TRADEWARDEN_AUDIT_ANCHORS: 'file:anchors.txt' };
  await decide(quiet, []);
  await server.close();
  expect(readFileSync(inside('anchors.txt'), 'utf8')).toContain('tradewarden/main/audit');
}, 60_000);

test.each([
  [{ anchors: ['channel'] }, 'audit.anchors: "channel" is none; use file:PATH or channels'],
  [{ anchors: 7 }, 'audit.anchors: 7 is none'],
  [{ keys: '' }, 'audit.keys: expected the path of a folder'],
  [{ legalHold: 'maybe' }, 'audit.legalHold: expected true or false'],
  [{ signers: [] }, 'audit.signers: unknown setting'],
])('a configuration that cannot be used is refused: %j', async (audit, sentence) => {
  configured(audit);
  const refused = await decide();
  expect(refused.code).toBe(2);
  expect(refused.err).toContain(sentence);
});
