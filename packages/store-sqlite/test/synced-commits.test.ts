import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';
import { temporaryDirectory } from './temporary-directory.ts';

const directory = temporaryDirectory();
const script = fileURLToPath(new URL('one-by-one.ts', import.meta.url));
const count = 60;

/** Runs a command under strace; how often it asked the disk to keep what it has. */
function syncsOf(
  file: string,
  ...command: readonly string[]
): { readonly said: string; readonly syncs: number } {
  const report = join(directory, file);
  const words = ['-f', '-e', 'trace=fsync,fdatasync', '-o', report, ...command];
  const { stdout } = spawnSync('strace', words, { encoding: 'utf8' });
  const lines = readFileSync(report, 'utf8').split('\n');
  return { said: stdout, syncs: lines.filter((line) => /\bf(data)?sync\(/.test(line)).length };
}

const commitsAt = (level: string): ReturnType<typeof syncsOf> =>
  syncsOf(
    `${level}.txt`,
    process.execPath,
    '--conditions=@tradewarden/source',
    script,
    join(directory, `${level}.db`),
    level,
    String(count),
  );

/** strace may be missing, or not be allowed to look into processes. */
const canTrace = spawnSync('strace', ['-f', '-e', 'trace=fsync', 'true']).status === 0;
const without = canTrace ? '' : ' (skipped: strace is missing or may not trace)';

describe.skipIf(!canTrace)(`what survives a power cut${without}`, () => {
  test('full: every acknowledged commit was synced before its answer', { timeout: 60_000 }, () => {
    const { said, syncs } = commitsAt('full');
    expect(said).toBe(`${count} host\n`);
    expect(syncs).toBeGreaterThanOrEqual(count);
  });

  test('normal: commits are not synced, and the store says so', { timeout: 60_000 }, () => {
    const { said, syncs } = commitsAt('normal');
    expect(said).toBe(`${count} process\n`);
    expect(syncs).toBeLessThan(count / 4);
  });
});
