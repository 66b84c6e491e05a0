import { Readable } from 'node:stream';
import { program } from '../src/program.ts';

export interface Ran {
  readonly code: number;
  readonly out: string;
  readonly err: string;
}

/** Runs a command line in this process, with what it prints. */
export async function run(
  words: readonly string[],
  options: {
    readonly directory: string;
    readonly stdin?: string;
    readonly environment?: Record<string, string>;
  },
): Promise<Ran> {
  const [out, err]: [string[], string[]] = [[], []];
  const terminal = {
    stdin: Readable.from([options.stdin ?? '']),
    out: (text: string) => void out.push(text),
    err: (text: string) => void err.push(text),
    interactive: false,
    color: false,
    environment: options.environment ?? {},
    directory: options.directory,
  };
  const code = await program(words, terminal, new AbortController().signal);
  return { code, out: out.join(''), err: err.join('') };
}
