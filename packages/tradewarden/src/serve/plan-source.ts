import { createReadStream, statSync } from 'node:fs';
import { resolve } from 'node:path';
import type { Terminal } from '../console/terminal.ts';
import { UsageError } from '../console/usage-error.ts';
import { formats } from '../intake/formats.ts';
import type { InputLine } from '../intake/input-line.ts';
import { readInput } from '../intake/read-input.ts';
import { streamLines } from '../intake/stream-lines.ts';

export interface PlanSource {
  /** For people. */
  readonly name: string;
  readonly lines: AsyncIterable<InputLine>;
  /** Ends the lines, also while the next one is waited for. */
  close(): void;
}

/**
 * Where plans come from: a file, whole; a pipe or standard input, line by line as they arrive. Without a word standard
 * input is read unless it is a terminal. `undefined`: no plans come from anywhere.
 * @throws {UsageError} an unknown format, or nothing that can be read.
 */
export async function planSource(
  terminal: Terminal,
  positionals: readonly string[],
  format: string,
): Promise<PlanSource | undefined> {
  const adapter = formats.get(format);
  if (adapter === undefined)
    throw new UsageError(`--format ${format}: unknown; known are ${[...formats.keys()].join(', ')}`);
  const { directory, stdin } = terminal;
  const [file, ...more] = positionals;
  if (more.length > 0) throw new UsageError(`one file at a time: ${more.join(', ')} would not be read`);
  if (file === undefined && (stdin as { readonly isTTY?: boolean }).isTTY === true) return undefined;
  if (file !== undefined && file !== '-' && isPlainFile(resolve(directory, file))) {
    const { lines } = await readInput({ file, format, directory, stdin });
    return { name: file, lines: each(lines), close: () => {} };
  }
  const stream =
    file === undefined || file === '-'
      ? (stdin as NodeJS.ReadableStream & { destroy(): void })
      : createReadStream(resolve(directory, file));
  const adapted = async function* adapted(): AsyncGenerator<InputLine> {
    for await (const line of streamLines(stream))
      yield 'error' in line ? line : { line: line.line, value: adapter(line.value) };
  };
  return { name: file ?? '-', lines: adapted(), close: () => void stream.destroy() };
}

function isPlainFile(path: string): boolean {
  const found = statSync(path, { throwIfNoEntry: false });
  if (found === undefined) throw new UsageError(`cannot read ${path}: there is no such file`);
  if (found.isDirectory()) throw new UsageError(`cannot read ${path}: it is a directory`);
  return found.isFile();
}

async function* each(lines: readonly InputLine[]): AsyncGenerator<InputLine> {
  yield* lines;
}
