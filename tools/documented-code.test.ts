import { execFile } from 'node:child_process';
import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { documentedCode, homeOf } from './documented-code.ts';
import { houseRoot, readHouse } from './house-files.ts';

const run = promisify(execFile);
const environment = {
  ...process.env,
  PATH: `${dirname(process.execPath)}:${join(houseRoot, 'node_modules/.bin')}:${process.env['PATH']}`,
  NO_COLOR: '1',
};

describe('the code in READMEs and docs', () => {
  const blocks = documentedCode(readHouse()).map((found, index) => ({
    ...found,
    file: join(houseRoot, homeOf(found.page), '.cache', `documented-${process.pid}-${index}.ts`),
  }));
  const project = join(houseRoot, 'tools', '.cache', `tsconfig-${process.pid}.json`);

  beforeAll(() => {
    for (const { file, code } of blocks) {
      mkdirSync(dirname(file), { recursive: true });
      writeFileSync(file, code);
    }
    mkdirSync(dirname(project), { recursive: true });
    const compilerOptions = { isolatedDeclarations: false };
    writeFileSync(
      project,
      JSON.stringify({
        extends: '../../tsconfig.base.json',
        compilerOptions,
        files: blocks.map(({ file }) => file),
      }),
    );
  });

  afterAll(() => {
    for (const file of [project, ...blocks.map((found) => found.file)]) rmSync(file);
  });

  test('is there', () => expect(blocks.length).toBeGreaterThan(5));

  test('type-checks', { timeout: 60_000 }, async () => {
    const checked = run('tsc', ['-p', project], { env: environment, cwd: houseRoot });
    await expect(
      checked.then(
        () => 'sound',
        (error: unknown) => (error as { readonly stdout: string }).stdout,
      ),
    ).resolves.toBe('sound');
  });

  test.concurrent.each(blocks)('runs: $page:$line', { timeout: 60_000 }, async ({ file, output, page }) => {
    const { stdout } = await run(process.execPath, ['--conditions=@tradewarden/source', file], {
      env: environment,
      cwd: join(houseRoot, homeOf(page)),
    });
    if (output !== undefined) expect(stdout).toBe(output);
  });
});

describe('finding the code of a page', () => {
  test('takes ts blocks, each with the text block after it as its output', () => {
    const page = 'A\n\n```ts\none();\n```\n\n```text\n1\n```\n\n```sh\nls\n```\n\n```ts\ntwo();\n```\nB\n';
    expect(documentedCode(new Map([['docs/a.md', page]]))).toEqual([
      { page: 'docs/a.md', line: 3, code: 'one();\n', output: '1\n' },
      { page: 'docs/a.md', line: 15, code: 'two();\n', output: undefined },
    ]);
  });

  test('gives it the dependencies of its package, or of the program', () => {
    expect(homeOf('packages/core/README.md')).toBe('packages/core');
    expect(homeOf('README.md')).toBe('packages/tradewarden');
    expect(homeOf('docs/guide.md')).toBe('packages/tradewarden');
  });
});
