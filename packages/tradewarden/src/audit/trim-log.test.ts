import { copyFileSync, cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseCheckpoint } from '@tradewarden/core/audit';
import { samplePlan } from '@tradewarden/testing';
import { afterAll, afterEach, beforeAll, beforeEach, expect, test, vi } from 'vitest';
import { type Ran, run } from '../../test/captured.ts';

vi.setConfig({ testTimeout: 120_000 });
let directory = '';
let upTo = '';
const inside = (name: string): string => join(directory, name);
const go = (...words: readonly string[]): Promise<Ran> => run(words, { directory });
const configured = (audit: object): void =>
  writeFileSync(inside('tradewarden.config.json'), JSON.stringify({ audit }));
async function decide(name: string): Promise<void> {
  const plan = samplePlan({ planId: name, symbol: `${name.toUpperCase()}/USDT` });
  writeFileSync(inside('plans.ndjson'), `${JSON.stringify(plan)}\n`);
  await go('run', 'plans.ndjson', '--now', 'plan', '--no-notify');
}
const prepared = mkdtempSync(join(tmpdir(), 'tradewarden-trim-'));
/** A first sealed range, exported and anchored, and something after it. */
beforeAll(async () => {
  directory = prepared;
  configured({ anchors: ['file:anchors.txt'] });
  await decide('one');
  await decide('two');
  const exported = (await go('audit', 'export')).out;
  writeFileSync(inside('export.jsonl'), exported);
  writeFileSync(inside('empty.txt'), '');
  const notes = exported.split('\n').filter((line) => line.startsWith('{"checkpoint"'));
  const { checkpoint } = JSON.parse(notes.at(-1) ?? '{}') as { checkpoint: string };
  upTo = String(parseCheckpoint(checkpoint)?.size);
  await decide('three');
}, 120_000);
beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'tradewarden-trim-'));
  cpSync(prepared, directory, { recursive: true });
});
afterEach(() => rmSync(directory, { recursive: true }));
afterAll(() => rmSync(prepared, { recursive: true }));

test('without --confirm nothing is forgotten; with it what is left verifies, and what is gone is in the export', async () => {
  const before = (await go('audit', 'export')).out;
  const dry = await go('audit', 'trim', upTo, 'export.jsonl');
  expect([dry.code, dry.out]).toEqual([0, expect.stringContaining('--confirm forgets them')]);
  expect((await go('audit', 'export')).out).toBe(before);
  const done = await go('audit', 'trim', upTo, 'export.jsonl', '--confirm', '--json');
  expect(JSON.parse(done.out)).toMatchObject({ ok: true, dryRun: false, upTo: Number(upTo) });
  const after = await go('audit', 'verify', '--json');
  expect([after.code, JSON.parse(after.out)]).toEqual([
    0,
    expect.objectContaining({ ok: true, trimmed: Number(upTo), signed: true }),
  ]);
  expect((await go('audit', 'verify', 'export.jsonl')).out).toContain('good: ');
  await decide('four');
  expect((await go('audit', 'verify')).code).toBe(0);
  expect((await go('audit', 'trim', upTo, 'export.jsonl', '--confirm')).code).toBe(0);
});

test.each<[string, readonly string[], RegExp]>([
  ['no sequence', [], /say audit trim SEQUENCE EXPORT/],
  ['no number', ['x', 'export.jsonl'], /say audit trim SEQUENCE EXPORT/],
  ['zero', ['0', 'export.jsonl'], /say audit trim SEQUENCE EXPORT/],
  ['a word too many', ['1', 'export.jsonl', 'more'], /say audit trim SEQUENCE EXPORT/],
  ['no export', ['1'], /name the file of an export/],
  ['an export that is not there', ['1', 'none.jsonl'], /none.jsonl: ENOENT/],
  ['an anchor that is not there', ['1', 'export.jsonl', '--anchor', 'none.txt'], /none.txt: ENOENT/],
  ['an anchor that is none', ['1', 'export.jsonl', '--anchor', 'empty.txt'], /no checkpoint in it/],
  ['a key that is none', ['SEALED', 'export.jsonl', '--key', 'nonsense'], /key/],
  ['a store in memory', ['1', 'export.jsonl', '--store', 'sqlite:none.db'], /there is no database/],
])('wrong usage is refused with 2, and changes nothing: %s', async (_, words, sentence) => {
  const before = (await go('audit', 'export')).out;
  const said = words.map((word) => (word === 'SEALED' ? upTo : word));
  const refused = await go('audit', 'trim', ...said, '--confirm');
  expect([refused.code, refused.err]).toEqual([2, expect.stringMatching(sentence)]);
  expect((await go('audit', 'export')).out).toBe(before);
});

test('what may not be forgotten is refused with 1, and changes nothing', async () => {
  const before = (await go('audit', 'export')).out;
  const refused = async (sentence: string, sequence: string, file = 'export.jsonl'): Promise<void> => {
    const result = await go('audit', 'trim', sequence, file, '--confirm');
    expect([result.code, result.err]).toEqual([1, expect.stringContaining(sentence)]);
  };
  await refused('not-sealed: no checkpoint has the size', String(Number(upTo) + 1));
  const lines = readFileSync(inside('export.jsonl'), 'utf8').split('\n');
  writeFileSync(inside('part.jsonl'), lines.filter((_, index) => index !== 2).join('\n'));
  await refused('not-exported', upTo, 'part.jsonl');
  writeFileSync(inside('changed.jsonl'), lines.join('\n').replace('ONE/USDT', 'ELSE/USDT'));
  await refused('not trimmed, ', upTo, 'changed.jsonl');
  copyFileSync(inside('anchors.txt'), inside('all.txt'));
  const [first = ''] = readFileSync(inside('all.txt'), 'utf8').split('\n\ntradewarden');
  writeFileSync(inside('anchors.txt'), `${first.trimEnd()}\n\n`);
  await refused('not-anchored', upTo);
  copyFileSync(inside('all.txt'), inside('anchors.txt'));
  configured({ anchors: ['file:anchors.txt'], legalHold: true });
  await refused('legal-hold', upTo);
  expect((await go('audit', 'export')).out).toBe(before);
});

test('without any anchor nothing may be forgotten', async () => {
  configured({});
  const refused = await go('audit', 'trim', upTo, 'export.jsonl', '--confirm');
  expect([refused.code, refused.err]).toEqual([2, expect.stringContaining('--anchor FILE or audit.anchors')]);
});
