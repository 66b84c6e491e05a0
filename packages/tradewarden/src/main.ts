import { program } from './program.ts';

const stopping = new AbortController();
const stop = (): void => {
  if (stopping.signal.aborted) process.exit(130);
  stopping.abort(new Error('interrupted'));
};
process.on('SIGINT', stop);
process.on('SIGTERM', stop);

// A reader that left, such as `head`, ends nothing: what was asked for is still done.
for (const stream of [process.stdout, process.stderr]) {
  stream.on('error', (error: NodeJS.ErrnoException) => {
    if (error.code !== 'EPIPE') throw error;
  });
}

const onKillSignal = (asked: (name: string) => void): (() => void) => {
  process.on('SIGUSR2', asked);
  return () => process.off('SIGUSR2', asked);
};

const words = process.argv.slice(2);
process.exitCode = await program(
  words,
  {
    stdin: process.stdin,
    out: (text) => process.stdout.write(text),
    err: (text) => process.stderr.write(text),
    interactive: process.stderr.isTTY,
    color: process.stdout.isTTY && process.env['NO_COLOR'] === undefined,
    environment: process.env,
    directory: process.cwd(),
    // Windows knows no such signal.
    ...(process.platform === 'win32' ? {} : { onKillSignal }),
  },
  stopping.signal,
);
process.off('SIGINT', stop);
process.off('SIGTERM', stop);
// The module of a venue is not ours: what it has left open must keep nobody waiting once all is said.
if (words[0] === 'serve' || words[0] === 'kill')
  process.stderr.write('', () => process.stdout.write('', () => process.exit()));
