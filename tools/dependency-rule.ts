import { isTest } from './house-files.ts';
import type { Edge } from './import-graph.ts';
import { memberOf, type Member } from './workspace.ts';

const core = '@tradewarden/core';

/** What the sources of a member may import from this repository, besides their own files. */
function allowedFor({ folder, manifest: { name } }: Member): 'anything' | readonly string[] {
  if (folder.startsWith('examples/') || name === 'tradewarden') return 'anything';
  if (name === core) return [];
  if (name.startsWith('@tradewarden/notifier-')) return [core, '@tradewarden/notify'];
  return [core];
}

/** Doors of core that most packages have no business with. */
const guardedDoors: Readonly<
  Record<string, { readonly users: readonly string[]; readonly because: string }>
> = {
  '@tradewarden/core/app': {
    users: ['tradewarden'],
    because: 'it loads the container, which a plugin must not need',
  },
  '@tradewarden/core/gate': {
    // The executor seals the order that it cuts from a plan which already is approved.
    users: ['@tradewarden/risk', '@tradewarden/executor'],
    because: 'it mints Approved<T>, which only the gate may',
  },
};

function problemOf(members: readonly Member[], edge: Edge): string | undefined {
  const home = memberOf(members, edge.from);
  if (home === undefined || edge.from.endsWith('.config.ts')) return undefined;
  if (edge.destination.to === 'nowhere') return 'leads nowhere';
  if (edge.destination.to !== 'file') return undefined;
  const target = memberOf(members, edge.destination.path);
  if (edge.specifier.startsWith('.')) {
    return target === home ? undefined : 'leaves its package by a relative path';
  }
  if (isTest(edge.from) || home.folder.startsWith('examples/')) return undefined;
  const name = target?.manifest.name ?? edge.specifier;
  if (name === '@tradewarden/testing') return '@tradewarden/testing is for tests and examples';
  const allowed = allowedFor(home);
  if (allowed !== 'anything' && !allowed.includes(name)) {
    return `${home.manifest.name} may import ${allowed.join(', ') || 'no other package'} only`;
  }
  const door = guardedDoors[edge.specifier];
  return door === undefined || door.users.includes(home.manifest.name) ? undefined : door.because;
}

/** Breaches of the layers: core ← notify ← the notifiers; every other package imports core only. */
export const layerBreaches = (members: readonly Member[], edges: readonly Edge[]): readonly string[] =>
  edges.flatMap((edge) => {
    const problem = problemOf(members, edge);
    return problem === undefined ? [] : [`${edge.from}:${edge.line} imports ${edge.specifier}: ${problem}`];
  });
