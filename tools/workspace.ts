import type { HouseFiles } from './house-files.ts';

export interface Manifest {
  readonly name: string;
  readonly version?: string;
  readonly description?: string;
  readonly license?: string;
  readonly private?: boolean;
  readonly type?: string;
  readonly repository?: { readonly type: string; readonly url: string; readonly directory: string };
  readonly sideEffects?: boolean | readonly string[];
  readonly bin?: Readonly<Record<string, string>>;
  readonly exports?: Readonly<Record<string, string | Readonly<Record<string, string>>>>;
  readonly publishConfig?: { readonly access?: string; readonly exports?: Manifest['exports'] };
  readonly files?: readonly string[];
  readonly engines?: Readonly<Record<string, string>>;
  readonly scripts?: Readonly<Record<string, string>>;
  readonly dependencies?: Readonly<Record<string, string>>;
  readonly peerDependencies?: Readonly<Record<string, string>>;
  readonly optionalDependencies?: Readonly<Record<string, string>>;
  readonly devDependencies?: Readonly<Record<string, string>>;
}

export interface Member {
  /** `packages/core`, `examples/scan`. */
  readonly folder: string;
  readonly manifest: Manifest;
}

const parse = (content: string): Manifest => JSON.parse(content) as Manifest;

/** Every package and example, by folder name. */
export const membersOf = (house: HouseFiles): readonly Member[] =>
  [...house]
    .filter(([path]) => /^(packages|examples)\/[^/]+\/package\.json$/.test(path))
    .map(([path, content]) => ({ folder: path.slice(0, -'/package.json'.length), manifest: parse(content) }))
    .toSorted((a, b) => (a.folder < b.folder ? -1 : 1));

export const rootManifest = (house: HouseFiles): Manifest =>
  parse(house.get('package.json') ?? '{"name":"root"}');

/** The member that a file belongs to. */
export const memberOf = (members: readonly Member[], path: string): Member | undefined =>
  members.find(({ folder }) => path.startsWith(`${folder}/`));
