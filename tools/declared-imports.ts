import { isTest } from './house-files.ts';
import { type Edge, packageName } from './import-graph.ts';
import { type Manifest, memberOf, type Member } from './workspace.ts';

/**
 * Imports that the manifest of their package does not promise. Sources need a dependency or peer, or a
 * private example for development, which is bundled. Tests and config files may also use what the package or
 * the root has for development.
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
    const name = packageName(specifier);
    const isPrivate = members.some(({ manifest }) => manifest.name === name && manifest.private === true);
    const development = { ...root.devDependencies, ...devDependencies };
    const declared =
      isPrivate || isTest(from) || from.endsWith('.config.ts') ? { ...development, ...published } : published;
    return name in declared
      ? []
      : [`${from}:${line} imports ${specifier}, which ${home.folder}/package.json does not declare`];
  });
