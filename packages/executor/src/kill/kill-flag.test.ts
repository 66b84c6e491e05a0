import { spawnSync } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
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

test('whoever asks for more replaces what the file says; one made by hand asks for the least', () => {
  const path = join(directory, 'asked');
  writeFileSync(path, '');
  const flag = new KillFlag(path);
  expect(flag.find()).toMatchObject({ actor: 'nobody known', at: 0 });
  flag.raise({ ...raised, mode: 'entries' });
  expect(readFileSync(path, 'utf8')).toBe('');
  flag.raise({ ...raised, mode: 'flatten' });
  flag.raise({ ...raised, at: 2, mode: 'flatten' });
  expect(new KillFlag(path).find()).toEqual({ ...raised, mode: 'flatten' });
  expect(readdirSync(directory).filter((name) => name.startsWith('asked'))).toEqual(['asked']);
  writeFileSync(path, '{"mode":5,"at":"now"}');
  expect(new KillFlag(path).find()).toMatchObject({ mode: 'entries', at: 0 });
});

test('a process that raised it goes by the file again once it forgets', () => {
  const path = join(directory, 'forgotten');
  const flag = new KillFlag(path);
  flag.raise(raised);
  new KillFlag(path).lower();
  expect([flag.stopped(), flag.find()]).toEqual(['killed: test', raised]);
  flag.forget();
  expect([flag.stopped(), flag.find()]).toEqual([undefined, undefined]);
});
