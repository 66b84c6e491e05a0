import type { HouseFiles } from './house-files.ts';
import type { Manifest, Member } from './workspace.ts';

const core = '@tradewarden/core';
const installScripts = [
  'preinstall',
  'install',
  'postinstall',
  'prepare',
  'prepublish',
  'preprepare',
  'postprepare',
];
const expectedFiles = ['README.md', 'tsconfig.json', 'tsup.config.ts', 'vitest.config.ts', 'src/index.ts'];

/** What everything that gets published states about itself. */
function statements({ folder, manifest }: Member): Readonly<Record<string, boolean>> {
  const { name, version, description = '', license, repository, engines, files, scripts = {} } = manifest;
  const baseName = folder.slice('packages/'.length);
  return {
    'name is that of its folder':
      name === (baseName === 'tradewarden' ? baseName : `@tradewarden/${baseName}`),
    'version is three numbers': /^\d+\.\d+\.\d+$/.test(version ?? ''),
    'description is a phrase without a full stop': description.length > 20 && !description.endsWith('.'),
    'license is MIT': license === 'MIT',
    'repository names its folder': repository?.type === 'git' && repository.directory === folder,
    'type is module': manifest.type === 'module',
    'sideEffects is stated': manifest.sideEffects !== undefined && manifest.sideEffects !== true,
    'engines names the oldest Node': ['>=22.18', '>=24.15'].includes(engines?.['node'] ?? ''),
    'files ships dist without maps': ['dist', '!dist/**/*.map'].every((pattern) => files?.includes(pattern)),
    'it is published for everybody': manifest.publishConfig?.access === 'public' && manifest.private !== true,
    'it has the scripts build, typecheck and test': ['build', 'typecheck', 'test'].every(
      (script) => script in scripts,
    ),
    'it runs nothing when installed': installScripts.every((script) => !(script in scripts)),
  };
}

/** `exports` as JSON, without the condition that only this repository uses. */
const publishedExports = (entries: Manifest['exports']): string =>
  JSON.stringify(entries, (key, value: unknown) => (key === '@tradewarden/source' ? undefined : value));

function exportProblems(house: HouseFiles, { folder, manifest }: Member): readonly string[] {
  const problems: string[] = [];
  const { exports: entries = {}, publishConfig } = manifest;
  for (const [path, entry] of Object.entries(entries)) {
    if (path === './package.json') continue;
    const conditions = typeof entry === 'string' ? {} : entry;
    const source = conditions['@tradewarden/source'] ?? '';
    if (Object.keys(conditions).join() !== '@tradewarden/source,types,default') {
      problems.push(`exports ${path} needs @tradewarden/source, types and default, in this order`);
    }
    if (!house.has(`${folder}/${source.slice('./'.length)}`))
      problems.push(`exports ${path}: no file ${source}`);
  }
  if (!('.' in entries) || !('./package.json' in entries))
    problems.push('exports needs . and ./package.json');
  if (publishedExports(entries) !== JSON.stringify(publishConfig?.exports)) {
    problems.push('publishConfig.exports is not exports without @tradewarden/source');
  }
  return problems;
}

/** Core is a peer, so that there is one copy of it; the program is nobody's plugin and simply depends on it. */
function coreProblems({ manifest }: Member): readonly string[] {
  const { name, dependencies = {}, peerDependencies = {}, devDependencies = {} } = manifest;
  if (name === core) return [];
  if (name === 'tradewarden') return core in dependencies ? [] : ['core is no dependency of the program'];
  const asPeer = core in peerDependencies && core in devDependencies && !(core in dependencies);
  return asPeer ? [] : ['core must be a peer and a development dependency, and no dependency'];
}

export const packageProblems = (house: HouseFiles, members: readonly Member[]): readonly string[] =>
  members
    .filter(({ folder }) => folder.startsWith('packages/'))
    .flatMap((member) => {
      const untrue = Object.entries(statements(member))
        .filter(([, isTrue]) => !isTrue)
        .map(([statement]) => `not so: ${statement}`);
      const missing = expectedFiles
        .filter((file) => !house.has(`${member.folder}/${file}`))
        .map((file) => `no ${file}`);
      const all = [...untrue, ...missing, ...exportProblems(house, member), ...coreProblems(member)];
      return all.map((problem) => `${member.folder}: ${problem}`);
    });
