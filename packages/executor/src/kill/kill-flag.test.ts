import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { KillFlag } from './kill-flag.ts';

const directory = mkdtempSync(join(tmpdir(), 'tradewarden-flag-'));
afterAll(() => rmSync(directory, { recursive: true }));
const raised = { reason: 'test', actor: 'me', at: 1 };

test('another process sees a flag that is up, and it stays as it was first raised', () => {
  const path = join(directory, 'kill');
  const flag = new KillFlag(path);
  expect(flag.stopped()).toBeUndefined();
  flag.raise(raised);
  new KillFlag(path).raise({ ...raised, reason: 'second' });
  expect(JSON.parse(flag.read() ?? '')).toEqual(raised);
  const script = `import { KillFlag } from ${JSON.stringify(join(import.meta.dirname, 'kill-flag.ts'))};
    process.stdout.write(String(new KillFlag(${JSON.stringify(path)}).stopped()));`;
  const { stdout } = spawnSync(process.execPath, ['--input-type=module', '-e', script], { encoding: 'utf8' });
  expect(stdout).toContain('killed: ');
});

test('a flag that cannot be written stops this process all the same; one that cannot be looked at counts as up', () => {
  const flag = new KillFlag(join(directory, 'none', 'kill'));
  expect(() => flag.raise(raised)).toThrow('ENOENT');
  expect(flag.stopped()).toBe('killed: test');
  expect(new KillFlag(`${directory}/\0`).stopped()).toMatch(/cannot be looked at/);
});
