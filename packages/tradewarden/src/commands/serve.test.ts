import { mkdirSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { run } from '../../test/captured.ts';

const directory = mkdtempSync(join(tmpdir(), 'tradewarden-serve-'));
afterAll(() => rmSync(directory, { recursive: true }));
mkdirSync(join(directory, 'folder'));

test.each([
  [['serve', 'none.ndjson'], 'there is no such file'],
  [['serve', 'folder'], 'it is a directory'],
  [['serve', 'a', 'b'], 'one file at a time'],
  [['serve', '--mode', 'live'], 'expected paper, dry-run or notify'],
  [['serve', '--mode', 'paper'], '--mode paper needs a venue'],
  [['serve', '--set', 'venue=./none.ts'], 'there is no file'],
  [['serve', '--format', 'odd'], 'unknown; known are native'],
  [['serve', '--set', 'equitySource=venue'], 'there is no venue here that tells the equity'],
  [['run', '-', '--mode', 'paper'], '--mode paper goes with --execute'],
  [['run', '-', '--mode', 'paper', '--execute', '--now', 'plan'], 'does not go with --now'],
  [['run', '-', '--mode', 'live', '--execute'], 'expected notify, dry-run or paper'],
])('%j is a wrong use: exit code 2, and nothing was opened', async (words, why) => {
  const ran = await run(words, { directory });
  expect([ran.code, ran.out]).toEqual([2, '']);
  expect(ran.err).toContain(why);
  expect(readdirSync(directory)).toEqual(['folder']);
});
