import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { UsageError } from '../console/usage-error.ts';

/** The Markdown files of a folder and of one folder below it for each channel. @throws {UsageError} it cannot be read. */
export function readTemplates(folder: string): Readonly<Record<string, string>> {
  const files: Record<string, string> = {};
  try {
    for (const entry of readdirSync(folder, { withFileTypes: true })) {
      const names = entry.isDirectory()
        ? readdirSync(join(folder, entry.name)).map((name) => `${entry.name}/${name}`)
        : [entry.name];
      for (const name of names)
        if (name.endsWith('.md')) files[name] = readFileSync(join(folder, name), 'utf8');
    }
  } catch (error) {
    throw new UsageError(`templates in ${folder}: ${error instanceof Error ? error.message : String(error)}`);
  }
  return files;
}
