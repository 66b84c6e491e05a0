// What each notifier costs before it sends: the time to import it as built, in a fresh Node, interleaved, beside a Node
// that imports nothing; the files it loads; and the size of what an installation brings. Needs a build.
import { execFileSync } from 'node:child_process';
import { existsSync, readdirSync, readFileSync, realpathSync, statSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { performance } from 'node:perf_hooks';
import { median } from '../measure.ts';

const runs = 11;
const here = import.meta.dirname;
const names = [
  '@tradewarden/notify',
  '@tradewarden/notifier-telegram',
  '@tradewarden/notifier-discord',
  '@tradewarden/notifier-email',
  'notifme-sdk',
];

const run = (code: string): string =>
  execFileSync(process.execPath, ['--input-type=module', '-e', code], { cwd: here, encoding: 'utf8' });

function wholeMs(name: string | undefined): number {
  const started = performance.now();
  run(name === undefined ? '' : `await import('${name}'); process.exit();`);
  return performance.now() - started;
}

/** Files that importing it reads, with their bytes, by package. */
const loaded = (name: string): ReadonlyMap<string, { files: number; bytes: number }> => {
  const urls = run(`
    import { registerHooks } from 'node:module';
    const seen = new Set();
    registerHooks({ load(url, context, next) { seen.add(url); return next(url, context); } });
    await import('${name}');
    console.log(JSON.stringify([...seen].filter((url) => url.startsWith('file:'))));
    process.exit();
  `);
  const packages = new Map<string, { files: number; bytes: number }>();
  for (const url of JSON.parse(urls) as readonly string[]) {
    const path = decodeURIComponent(new URL(url).pathname);
    const owner =
      /.*\/node_modules\/((?:@[^/]+\/)?[^/]+)\//.exec(path)?.[1] ??
      /packages\/([^/]+)\//.exec(path)?.[1] ??
      '?';
    const known = packages.get(owner) ?? { files: 0, bytes: 0 };
    packages.set(owner, { files: known.files + 1, bytes: known.bytes + statSync(path).size });
  }
  return packages;
};

function sizeOf(directory: string): number {
  return readdirSync(directory, { withFileTypes: true }).reduce((sum, entry) => {
    if (entry.name === 'node_modules') return sum;
    const path = join(directory, entry.name);
    return sum + (entry.isDirectory() ? sizeOf(path) : entry.isFile() ? statSync(path).size : 0);
  }, 0);
}

function found(name: string, from: string): string | undefined {
  for (let at = from; ; at = dirname(at)) {
    const path = join(at, 'node_modules', name);
    if (existsSync(path)) return realpathSync(path);
    if (at === dirname(at)) return undefined;
  }
}

interface Manifest {
  readonly dependencies?: Readonly<Record<string, string>>;
  readonly files?: readonly string[];
}

/** Everything that an installation brings, once each: our own packages as published, without sources. */
function closure(name: string, from: string, seen = new Map<string, number>()): ReadonlyMap<string, number> {
  const directory = found(name, from);
  if (directory === undefined || seen.has(directory)) return seen;
  const { dependencies = {} } = JSON.parse(readFileSync(join(directory, 'package.json'), 'utf8')) as Manifest;
  const isOurs = !directory.includes('node_modules');
  seen.set(directory, isOurs ? sizeOf(join(directory, 'dist')) : sizeOf(directory));
  for (const dependency of Object.keys(dependencies)) closure(dependency, directory, seen);
  return seen;
}

const times = new Map<string, number[]>();
for (let round = 0; round < runs; round += 1)
  for (const name of [undefined, ...names]) {
    const key = name ?? 'nothing';
    times.set(key, [...(times.get(key) ?? []), wholeMs(name)]);
  }
const empty = median(times.get('nothing') ?? []);
console.log(`Node alone ${empty.toFixed(0)} ms`);
for (const name of names) {
  const packages = loaded(name);
  const all = [...packages.values()];
  const files = all.reduce((sum, one) => sum + one.files, 0);
  const bytes = all.reduce((sum, one) => sum + one.bytes, 0);
  const installed = [...closure(name, here).values()].reduce((sum, one) => sum + one, 0);
  console.log(
    `${name.padEnd(32)} import ${(median(times.get(name) ?? []) - empty).toFixed(0).padStart(4)} ms  ${String(files).padStart(4)} files, ${(bytes / 1024).toFixed(0).padStart(5)} KiB loaded  ${(installed / 1_048_576).toFixed(1).padStart(5)} MiB installed in ${closure(name, here).size} packages`,
  );
  const largest = [...packages].toSorted(([, left], [, right]) => right.bytes - left.bytes).slice(0, 6);
  console.log(
    `  ${largest.map(([owner, one]) => `${owner} ${one.files}/${(one.bytes / 1024).toFixed(0)} KiB`).join(', ')}`,
  );
}
