import { readdirSync, readFileSync } from 'node:fs';
import { join, relative, sep } from 'node:path';
import { fileURLToPath } from 'node:url';

/** Text of files by their path from the root of the repository, with `/`. Every check is a function of it. */
export type HouseFiles = ReadonlyMap<string, string>;

export const houseRoot: string = fileURLToPath(new URL('..', import.meta.url));

const notOurs = new Set(['node_modules', 'dist', 'coverage', '.git', '.turbo', '.cache', '.stryker-tmp']);
const text = /(\.(ts|mjs|cjs|js|json|jsonc|md|yaml|yml)|\/run|\/LICENSE|\/\.[a-z]+)$/;

/** The repository as it lies on disk, without what is installed or built. */
export function readHouse(): HouseFiles {
  const files = new Map<string, string>();
  const pending = [houseRoot];
  for (let folder = pending.pop(); folder !== undefined; folder = pending.pop()) {
    for (const entry of readdirSync(folder, { withFileTypes: true })) {
      const path = join(folder, entry.name);
      if (entry.isDirectory() && !notOurs.has(entry.name)) pending.push(path);
      else if (entry.isFile() && text.test(path.replaceAll(sep, '/'))) {
        files.set(relative(houseRoot, path).replaceAll(sep, '/'), readFileSync(path, 'utf8'));
      }
    }
  }
  return files;
}

/** Tests, and what only tests use: a `test` folder, `*.test.ts`, `*.test-d.ts`. */
export const isTest = (path: string): boolean => /(^|\/)test\/|\.test(-d)?\.ts$/.test(path);

/** A file that is published or run: under `src` of a package or an example, and no test. */
export const isSource = (path: string): boolean =>
  /^(packages|examples)\/[^/]+\/src\/.*\.ts$/.test(path) && !isTest(path);
