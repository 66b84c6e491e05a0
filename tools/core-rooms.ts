import ts from 'typescript';
import { type HouseFiles, isSource, isTest } from './house-files.ts';
import { type Edge, loadedFrom } from './import-graph.ts';
import { lineOf, parseModule } from './module-imports.ts';
import type { Member } from './workspace.ts';

const source = 'packages/core/src/';
const inRoom = (room: string, path: string): boolean => path.startsWith(`${source}${room}/`);
const containerLibraries = new Set(['tsyringe', 'reflect-metadata']);

/** Which room of core may import what: `domain` itself only, libraries `container` only, `container` `app` only. */
export const roomBreaches = (edges: readonly Edge[]): readonly string[] =>
  edges
    .filter(({ from }) => from.startsWith(source) && !isTest(from))
    .flatMap(({ from, specifier, destination, line }) => {
      const at = `${from}:${line} imports ${specifier}:`;
      const toFile = destination.to === 'file' ? destination.path : '';
      const problems: string[] = [];
      if (inRoom('domain', from) && !inRoom('domain', toFile))
        problems.push(`${at} domain imports domain only`);
      if (destination.to === 'package' && containerLibraries.has(destination.name)) {
        if (!inRoom('container', from)) problems.push(`${at} only container imports it`);
      }
      if (inRoom('container', toFile) && !inRoom('container', from) && !inRoom('app', from)) {
        problems.push(`${at} only app imports container`);
      }
      return problems;
    });

/** What importing `@tradewarden/core` must not load: the container, the app, a library, a module of Node. */
export function mainEntryBreaches(edges: readonly Edge[]): readonly string[] {
  const loaded = loadedFrom(edges, `${source}index.ts`);
  const rooms = [...loaded]
    .filter((path) => inRoom('container', path) || inRoom('app', path))
    .map((path) => `the main entry of core loads ${path}`);
  const modules = edges
    .filter(
      ({ from, kind, destination }) => loaded.has(from) && kind === 'value' && destination.to !== 'file',
    )
    .map(({ from, line, specifier }) => `the main entry of core loads ${specifier} (${from}:${line})`);
  return [...rooms, ...modules];
}

/** `domain` computes: nothing in it is asynchronous. */
export const asyncInDomain = (house: HouseFiles): readonly string[] =>
  [...house]
    .filter(([path]) => inRoom('domain', path) && isSource(path))
    .flatMap(([path, content]) => {
      const file = parseModule(path, content);
      const found: string[] = [];
      const visit = (node: ts.Node): void => {
        if (node.kind === ts.SyntaxKind.AsyncKeyword || ts.isAwaitExpression(node)) {
          found.push(`${path}:${lineOf(file, node)} is asynchronous`);
        }
        ts.forEachChild(node, visit);
      };
      visit(file);
      return found;
    });

const contracts = ['channel', 'venue', 'store', 'executor'];
const neverNamed = [
  'better-sqlite3',
  'ccxt',
  'discord.js',
  'grammy',
  'nodemailer',
  'pg',
  'postgres',
  'redis',
];

/** A contract that names a library, even in a comment, has begun to be shaped by it. */
export function librariesInContracts(house: HouseFiles, members: readonly Member[]): readonly string[] {
  const libraries = members
    .flatMap(({ manifest }) => Object.keys({ ...manifest.dependencies, ...manifest.peerDependencies }))
    .filter((name) => !name.includes('tradewarden'));
  const words = [...new Set([...libraries, ...neverNamed])].map((name) => name.replaceAll('.', '\\.'));
  const named = new RegExp(`(?<![\\w-])(?:${words.join('|')})(?![\\w-])`, 'i');
  return [...house]
    .filter(([path]) => isSource(path) && contracts.some((room) => inRoom(room, path)))
    .flatMap(([path, content]) => {
      const library = named.exec(content)?.[0];
      return library === undefined ? [] : [`${path} names the library ${library}`];
    });
}
