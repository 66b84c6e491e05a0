import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { UsageError } from '../console/usage-error.ts';

const names = ['tradewarden.config.ts', 'tradewarden.config.js', 'tradewarden.config.json'];

/** The raw configuration and where it came from; empty when there is no file. @throws {UsageError} unreadable. */
export async function readConfigFile(
  directory: string,
  given: string | undefined,
): Promise<{ readonly path: string | undefined; readonly content: unknown }> {
  const path =
    given === undefined
      ? names.map((name) => join(directory, name)).find((file) => existsSync(file))
      : resolve(directory, given);
  if (path === undefined) return { path, content: {} };
  try {
    if (path.endsWith('.json')) return { path, content: JSON.parse(await readFile(path, 'utf8')) as unknown };
    const module = (await import(pathToFileURL(path).href)) as { readonly default?: unknown };
    return { path, content: module.default ?? {} };
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new UsageError(`cannot read the configuration ${path}: ${reason}`);
  }
}
