import { createReadStream } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import { type AuditKey, anchorNotes } from '@tradewarden/core/audit';
import { UsageError } from '../console/usage-error.ts';

/** A file that must be there. @throws {UsageError} it cannot be read. */
export async function readText(directory: string, file: string): Promise<string> {
  try {
    return await readFile(resolve(directory, file), 'utf8');
  } catch (error) {
    throw new UsageError(`${file}: ${error instanceof Error ? error.message : String(error)}`);
  }
}

/** The checkpoints of files that anchors were kept in. An empty one is refused: it would show nothing. */
export async function readAnchors(directory: string, files: readonly string[]): Promise<readonly string[]> {
  const notes: string[] = [];
  for (const file of files) {
    const found = anchorNotes(await readText(directory, file));
    if (found.length === 0) throw new UsageError(`${file}: there is no checkpoint in it`);
    notes.push(...found);
  }
  return notes;
}

/** `VKEY`, or `VKEY@FROM-TO` for the sizes that it answers for. */
export const readKeys = (texts: readonly string[]): readonly AuditKey[] =>
  texts.map((text) => {
    const [, vkey, from, to] = /^(.+?)(?:@(\d+)-(\d*))?$/.exec(text) ?? [];
    return {
      vkey: vkey ?? text,
      ...(from === undefined ? {} : { fromSize: Number(from) }),
      ...(to === undefined || to === '' ? {} : { toSize: Number(to) }),
    };
  });

/** Line by line: an export may be larger than memory. */
export async function* linesOf(directory: string, file: string): AsyncGenerator<string, void> {
  let rest = '';
  for await (const chunk of createReadStream(resolve(directory, file), 'utf8') as AsyncIterable<string>) {
    const lines = `${rest}${chunk}`.split('\n');
    rest = lines.pop() ?? '';
    yield* lines;
  }
  if (rest !== '') yield rest;
}

/** The first line. @throws {UsageError} it cannot be read. */
export async function startOf(directory: string, file: string): Promise<string> {
  try {
    for await (const line of linesOf(directory, file)) return line;
  } catch (error) {
    throw new UsageError(`${file}: ${error instanceof Error ? error.message : String(error)}`);
  }
  return '';
}
