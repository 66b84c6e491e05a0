import { execFile } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { runsOf } from '@tradewarden/testing';
import { expect, test } from 'vitest';

test('a report and both exports of 100,000 records (by night a million) need a heap of 40 MB at most', async () => {
  const directory = mkdtempSync(join(tmpdir(), 'tradewarden-export-'));
  try {
    const records = runsOf(100_000);
    const program = fileURLToPath(new URL('../../test/export-in-little-memory.ts', import.meta.url));
    const { stdout } = await promisify(execFile)(process.execPath, [
      '--conditions=@tradewarden/source',
      '--max-old-space-size=40',
      '--no-warnings',
      program,
      join(directory, 'export.db'),
      String(records),
    ]);
    expect(stdout.trim()).toBe(`${records} ${records} ${records}`);
  } finally {
    rmSync(directory, { recursive: true, force: true });
  }
}, 600_000);
