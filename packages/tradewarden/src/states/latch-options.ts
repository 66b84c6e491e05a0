import type { LatchScope, Mode } from '@tradewarden/core';
import type { CommandOption, OptionValues } from '../console/command.ts';
import { textOption } from '../console/command.ts';
import { UsageError } from '../console/usage-error.ts';

/** The one with real money first: it is latched first. */
const allModes: readonly [Mode, ...Mode[]] = ['live', 'paper', 'dry-run', 'notify'];

export const modeOption: CommandOption = {
  type: 'string',
  help: 'notify, dry-run, paper or live (default all of them)',
};

/** The modes that a command is about. @throws {UsageError} no such mode. */
export function readModes(options: OptionValues): readonly [Mode, ...Mode[]] {
  const asked = textOption(options, 'mode');
  if (asked === undefined) return allModes;
  const mode = allModes.find((candidate) => candidate === asked);
  if (mode === undefined) throw new UsageError(`--mode ${asked}: expected ${allModes.join(', ')}`);
  return [mode];
}

/** `account`, `global`, `venue:sim`, `source:scanner` or `symbol:BTC/USDT`. @throws {UsageError} anything else. */
export function readScope(text: string): LatchScope {
  if (text === 'account' || text === 'global') return text;
  const [kind = '', ...rest] = text.split(':');
  const name = rest.join(':');
  if (name !== '' && kind === 'venue') return { venue: name };
  if (name !== '' && kind === 'source') return { source: name };
  if (name !== '' && kind === 'symbol') return { symbol: name };
  throw new UsageError(
    `--scope ${text}: expected account, global, venue:ID, source:NAME or symbol:NAME such as symbol:BTC/USDT`,
  );
}
