import { readFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import { text } from 'node:stream/consumers';
import { UsageError } from '../console/usage-error.ts';
import { formats } from './formats.ts';
import { type InputText, readLines } from './read-lines.ts';

export interface InputRequest {
  /** A path, or `-` for standard input. */
  readonly file: string;
  readonly format: string;
  /** Relative paths start here. */
  readonly directory: string;
  readonly stdin: NodeJS.ReadableStream;
}

/** @throws {UsageError} the format is unknown or the file cannot be read. */
export async function readInput({ file, format, directory, stdin }: InputRequest): Promise<InputText> {
  const adapter = formats.get(format);
  if (adapter === undefined) {
    throw new UsageError(`--format ${format}: unknown; known are ${[...formats.keys()].join(', ')}`);
  }
  const { kind, lines } = readLines(
    file === '-' ? await text(stdin) : await contentOf(resolve(directory, file)),
  );
  return {
    kind,
    lines: lines.map((line) => ('error' in line ? line : { line: line.line, value: adapter(line.value) })),
  };
}

async function contentOf(file: string): Promise<string> {
  try {
    return await readFile(file, 'utf8');
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new UsageError(`cannot read ${file}: ${reason}; check the path and its permissions`);
  }
}
