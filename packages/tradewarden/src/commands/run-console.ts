import type { Channel } from '@tradewarden/core';
import { consoleChannel } from '@tradewarden/notify';
import { type CommandInput, flag } from '../console/command.ts';

/** The channel of this terminal; with `--json` on standard error, since nothing but JSON goes to standard output. */
export function runConsole({ terminal, options }: Pick<CommandInput, 'terminal' | 'options'>): Channel {
  const json = flag(options, 'json');
  return consoleChannel.create({
    write: json ? terminal.err : terminal.out,
    color: terminal.color && !json,
  });
}
