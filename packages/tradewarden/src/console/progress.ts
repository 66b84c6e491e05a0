import { SingleBar } from 'cli-progress';
import type { Terminal } from './terminal.ts';

export interface Progress {
  show(done: number, of: number, note: string): void;
  /** Leaves the line; more than once is fine. */
  stop(): void;
}

/** A bar on standard error when a person watches, nothing otherwise. */
export function startProgress(terminal: Terminal): Progress {
  if (!terminal.interactive) return { show: () => {}, stop: () => {} };
  const bar = new SingleBar({
    format: '{bar} {percentage} %  {note}',
    hideCursor: true,
    clearOnComplete: true,
    stream: process.stderr,
  });
  let started = false;
  return {
    show: (done, of, note) => {
      if (!started) bar.start(of, 0, { note });
      started = true;
      bar.update(done, { note });
    },
    stop: () => {
      if (started) bar.stop();
      started = false;
    },
  };
}
