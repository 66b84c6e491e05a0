import { isTest } from './house-files.ts';
import { type Edge, packageName } from './import-graph.ts';
import { type Manifest, memberOf, type Member } from './workspace.ts';

/**
 * Imports that the manifest of their package does not promise. Sources need a dependency or peer; tests and
 * config files may also use what the package or the root has for development.
 */
export const undeclaredImports = (
  members: readonly Member[],
  root: Manifest,
  edges: readonly Edge[],
): readonly string[] =>
  edges.flatMap(({ from, line, specifier }) => {
    const home = memberOf(members, from);
    if (home === undefined || specifier.startsWith('.') || specifier.startsWith('node:')) return [];
    const { dependencies, peerDependencies, devDependencies } = home.manifest;
    const published = { ...dependencies, ...peerDependencies };
    const development = { ...root.devDependencies, ...devDependencies };
    const declared =
      isTest(from) || from.endsWith('.config.ts') ? { ...development, ...published } : published;
    return packageName(specifier) in declared
      ? []
      : [`${from}:${line} imports ${specifier}, which ${home.folder}/package.json does not declare`];
  });
