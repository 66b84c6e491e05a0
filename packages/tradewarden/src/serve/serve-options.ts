import type { Settings } from '../config/settings.ts';
import { type CommandOption, type OptionValues, textOption } from '../console/command.ts';
import { UsageError } from '../console/usage-error.ts';

export const serveOptions: Readonly<Record<string, CommandOption>> = {
  format: { type: 'string', help: 'native (default) or scanner-alert' },
  mode: { type: 'string', help: 'paper (default with a venue), dry-run, or notify (default without one)' },
  candles: { type: 'string', help: 'a directory of SYMBOL_1h.csv files, for the pictures of plans' },
  'no-notify': { type: 'boolean', help: 'announce nothing' },
  'adopt-policy': { type: 'boolean', help: 'decide under this configuration from now on' },
};

export type ServeMode = 'notify' | 'dry-run' | 'paper';

/** @throws {UsageError} a mode that there is not. */
export function readServeMode(options: OptionValues, { venue }: Pick<Settings, 'venue'>): ServeMode {
  const mode = textOption(options, 'mode') ?? (venue === undefined ? 'notify' : 'paper');
  if (mode === 'notify' || mode === 'dry-run' || mode === 'paper') return mode;
  throw new UsageError(`--mode ${mode}: expected paper, dry-run or notify`);
}
