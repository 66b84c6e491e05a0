import { posix } from 'node:path';
import type { HouseFiles } from './house-files.ts';
import { importsOf, type ModuleImport } from './module-imports.ts';
import { type Member, membersOf } from './workspace.ts';

/** Where an import leads: a file of this repository, a module of Node, or somebody else's package. */
type Destination =
  | { readonly to: 'file'; readonly path: string }
  | { readonly to: 'node'; readonly name: string }
  | { readonly to: 'package'; readonly name: string }
  /** A sub-path that the named member does not export, or a file that does not exist. */
  | { readonly to: 'nowhere' };

export interface Edge extends ModuleImport {
  readonly from: string;
  readonly destination: Destination;
}

/** `zod` of `zod/mini`, `@scope/name` of `@scope/name/sub`. */
export const packageName = (specifier: string): string =>
  specifier
    .split('/')
    .slice(0, specifier.startsWith('@') ? 2 : 1)
    .join('/');

function destinationOf(
  house: HouseFiles,
  members: readonly Member[],
  from: string,
  specifier: string,
): Destination {
  const file = (path: string): Destination => (house.has(path) ? { to: 'file', path } : { to: 'nowhere' });
  if (specifier.startsWith('.')) return file(posix.join(posix.dirname(from), specifier));
  if (specifier.startsWith('node:')) return { to: 'node', name: specifier };
  const name = packageName(specifier);
  const member = members.find(({ manifest }) => manifest.name === name);
  if (member === undefined) return { to: 'package', name };
  const entry = member.manifest.exports?.[`.${specifier.slice(name.length)}`];
  const source = typeof entry === 'object' ? entry['@tradewarden/source'] : entry;
  return source === undefined ? { to: 'nowhere' } : file(posix.join(member.folder, source));
}

/** Every import of every TypeScript file of the packages and examples. */
export function edgesOf(house: HouseFiles): readonly Edge[] {
  const members = membersOf(house);
  return [...house]
    .filter(([path]) => /^(packages|examples)\/.*\.ts$/.test(path))
    .flatMap(([from, content]) =>
      importsOf(from, content).map(({ specifier, kind, line }) => ({
        from,
        line,
        kind,
        specifier,
        destination: destinationOf(house, members, from, specifier),
      })),
    );
}

/** What is loaded, file by file, when an entry is imported: value imports only. */
export function loadedFrom(edges: readonly Edge[], entry: string): ReadonlySet<string> {
  const loaded = new Set([entry]);
  for (const path of loaded) {
    for (const { from, kind, destination } of edges) {
      if (from === path && kind === 'value' && destination.to === 'file') loaded.add(destination.path);
    }
  }
  return loaded;
}
