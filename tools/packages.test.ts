import { describe, expect, test } from 'vitest';
import { readHouse } from './house-files.ts';
import { packageProblems } from './package-manifest.ts';
import { unnamedExports } from './public-names.ts';
import { registryMentions } from './registry-hosts.ts';
import { membersOf } from './workspace.ts';

describe('this repository', () => {
  const house = readHouse();

  test('has packages with the agreed manifest and files', () => {
    expect(packageProblems(house, membersOf(house))).toEqual([]);
  });

  test('exports by name only', () => expect(unnamedExports(house)).toEqual([]));

  test('has private examples', () => {
    const examples = membersOf(house).filter(({ folder }) => folder.startsWith('examples/'));
    expect(examples.filter((example) => example.manifest.private !== true)).toEqual([]);
  });

  test('names no package registry', () => expect(registryMentions(house)).toEqual([]));
});

describe('the checks themselves', () => {
  const sound = {
    name: '@tradewarden/a',
    version: '0.1.0',
    description: 'What this package is good for',
    license: 'MIT',
    repository: { type: 'git', url: 'git+https://example.com/x.git', directory: 'packages/a' },
    type: 'module',
    sideEffects: false,
    exports: {
      '.': {
        '@tradewarden/source': './src/index.ts',
        types: './dist/index.d.ts',
        default: './dist/index.js',
      },
      './package.json': './package.json',
    },
    publishConfig: {
      access: 'public',
      exports: {
        '.': { types: './dist/index.d.ts', default: './dist/index.js' },
        './package.json': './package.json',
      },
    },
    files: ['dist', '!dist/**/*.map'],
    engines: { node: '>=22.18' },
    scripts: { build: 'tsup', typecheck: 'tsc', test: 'vitest run' },
    peerDependencies: { '@tradewarden/core': 'workspace:^' },
    devDependencies: { '@tradewarden/core': 'workspace:*' },
  };
  const files = ['README.md', 'tsconfig.json', 'tsup.config.ts', 'vitest.config.ts', 'src/index.ts'];

  const problemsOf = (changes: object, present: readonly string[] = files): string => {
    const house = new Map(present.map((file) => [`packages/a/${file}`, '']));
    house.set('packages/a/package.json', JSON.stringify({ ...sound, ...changes }));
    return packageProblems(house, membersOf(house)).join('\n');
  };

  test('find nothing in a sound package', () => expect(problemsOf({})).toBe(''));

  test.each([
    [{ name: '@tradewarden/b' }, 'name'],
    [{ version: '1' }, 'version'],
    [{ description: '' }, 'description'],
    [{ license: 'ISC' }, 'MIT'],
    [{ repository: { ...sound.repository, directory: 'packages/b' } }, 'repository'],
    [{ type: 'commonjs' }, 'module'],
    [{ sideEffects: undefined }, 'sideEffects'],
    [{ exports: { ...sound.exports, '.': './dist/index.js' } }, '@tradewarden/source, types and default'],
    [
      { exports: { ...sound.exports, './b': { ...sound.exports['.'], '@tradewarden/source': './b.ts' } } },
      'no file',
    ],
    [{ exports: { '.': sound.exports['.'] } }, './package.json'],
    [{ publishConfig: { access: 'public', exports: sound.exports } }, 'publishConfig'],
    [{ publishConfig: { exports: sound.publishConfig.exports } }, 'for everybody'],
    [{ files: ['dist'] }, 'maps'],
    [{ engines: {} }, 'Node'],
    [{ scripts: { build: 'tsup' } }, 'scripts'],
    [{ scripts: { ...sound.scripts, postinstall: 'x' } }, 'installed'],
    [{ peerDependencies: {} }, 'peer'],
    [{ dependencies: { '@tradewarden/core': 'workspace:^' } }, 'peer'],
  ])('find the fault in %j', (changes, expected) => expect(problemsOf(changes)).toContain(expected));

  test.each(files)('find that %s is missing', (file) => {
    expect(
      problemsOf(
        {},
        files.filter((present) => present !== file),
      ),
    ).toContain(file);
  });

  test.each([
    ["export * from './a.ts';", 'export *'],
    ["export * as a from './a.ts';", 'export *'],
    ['export default 1;', 'default'],
    ['export default function f() {}', 'default'],
  ])('find %s', (content, expected) => {
    expect(unnamedExports(new Map([['packages/a/src/x.ts', content]])).join()).toContain(expected);
  });

  test('leave named exports, and the default export of a config file', () => {
    const house = new Map([
      ['packages/a/src/x.ts', "export { a } from './a.ts';\nexport const b = 1;\nexport {};"],
      ['packages/a/tsup.config.ts', 'export default 1;'],
    ]);
    expect(unnamedExports(house)).toEqual([]);
  });

  test('find the name of a registry, and any address in the lockfile', () => {
    const house = new Map([
      ['README.md', ['https://registry', 'npmjs', 'org'].join('.')],
      ['pnpm-lock.yaml', 'tarball: https://example.com/a.tgz'],
    ]);
    expect(registryMentions(house)).toHaveLength(2);
  });
});
