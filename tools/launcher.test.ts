import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { copyFileSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeEach, describe, expect, test } from 'vitest';
import { houseRoot } from './house-files.ts';

/** A main program that says what it got and does what it is told. */
const obedient = `
const [order = '', ...rest]: readonly string[] = process.argv.slice(2);
for (const signal of ['SIGINT', 'SIGTERM'] as const) {
  process.on(signal, () => { console.log(signal); process.exit(42); });
}
console.log(JSON.stringify({ order, rest, conditions: process.execArgv }));
if (order === 'exit') process.exitCode = Number(rest[0]);
else if (order === 'die') process.kill(process.pid, 'SIGKILL');
else setTimeout(() => {}, 20_000);
`;

describe('the launcher', () => {
  const scratch = mkdtempSync(join(tmpdir(), 'launcher-'));
  const program = join(scratch, 'packages', 'tradewarden');
  const launcher = join(program, 'bin', 'tradewarden.js');
  afterAll(() => rmSync(scratch, { recursive: true }));

  beforeEach(() => {
    rmSync(program, { recursive: true, force: true });
    for (const folder of ['bin', 'src', 'dist']) mkdirSync(join(program, folder), { recursive: true });
    copyFileSync(join(houseRoot, 'packages/tradewarden/bin/tradewarden.js'), launcher);
    writeFileSync(join(program, 'package.json'), '{ "type": "module" }');
    writeFileSync(join(program, 'src', 'main.ts'), obedient);
  });

  const launch = (...words: readonly string[]): ChildProcess =>
    spawn(process.execPath, [launcher, ...words], { stdio: ['ignore', 'pipe', 'pipe'] });

  async function ending(child: ChildProcess): Promise<{ readonly code: unknown; readonly out: string }> {
    let out = '';
    child.stdout?.on('data', (text: Buffer) => (out += text.toString()));
    const [code] = (await once(child, 'close')) as readonly unknown[];
    return { code, out };
  }

  test('runs the sources with the words it got, and ends with their exit code', async () => {
    const { code, out } = await ending(launch('exit', '3', 'a b', '--x'));
    expect(code).toBe(3);
    expect(JSON.parse(out)).toEqual({
      order: 'exit',
      rest: ['3', 'a b', '--x'],
      conditions: ['--conditions=@tradewarden/source'],
    });
  });

  test('ends with 128 and the number of the signal that killed the program', async () => {
    await expect(ending(launch('die'))).resolves.toMatchObject({ code: 137 });
  });

  test.each(['SIGINT', 'SIGTERM'] as const)(
    'passes %s on, and waits for the program to end',
    async (signal) => {
      const child = launch('wait');
      child.stdout?.once('data', () => child.kill(signal));
      const { code, out } = await ending(child);
      expect(code).toBe(42);
      expect(out.trim().split('\n').at(-1)).toBe(signal);
    },
  );

  test('runs what was built where there are no sources', async () => {
    rmSync(join(program, 'src'), { recursive: true });
    writeFileSync(
      join(program, 'dist', 'main.js'),
      'console.log("built", process.argv[2]); process.exitCode = 5;',
    );
    await expect(ending(launch('word'))).resolves.toEqual({ code: 5, out: 'built word\n' });
  });
});
