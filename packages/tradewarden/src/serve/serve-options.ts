import type { Settings } from '../config/settings.ts';
import { type CommandOption, flag, type OptionValues, textOption } from '../console/command.ts';
import { UsageError } from '../console/usage-error.ts';

export const serveOptions: Readonly<Record<string, CommandOption>> = {
  format: { type: 'string', help: 'native (default) or scanner-alert' },
  mode: { type: 'string', help: 'paper (default with a venue), dry-run, or notify (default without one)' },
  candles: { type: 'string', help: 'a directory of SYMBOL_1h.csv files, for the pictures of plans' },
  'no-notify': { type: 'boolean', help: 'announce nothing' },
  'adopt-policy': { type: 'boolean', help: 'decide under this configuration from now on' },
};

export type ServeMode = 'notify' | 'dry-run' | 'paper';

export interface ServePlaces {
  readonly mode: ServeMode;
  /** The module; given exactly in `paper`. */
  readonly venue: string | undefined;
  readonly quiet: boolean;
}

/** @throws {UsageError} a mode that there is not, or that lacks its venue. */
export function readServeOptions(options: OptionValues, { venue }: Pick<Settings, 'venue'>): ServePlaces {
  const mode = textOption(options, 'mode') ?? (venue === undefined ? 'notify' : 'paper');
  const quiet = flag(options, 'no-notify');
  if (mode === 'notify' || mode === 'dry-run') return { mode, venue: undefined, quiet };
  if (mode !== 'paper') throw new UsageError(`--mode ${mode}: expected paper, dry-run or notify`);
  if (venue === undefined)
    throw new UsageError(
      '--mode paper needs a venue: name its module in the configuration (venue) or in TRADEWARDEN_VENUE',
    );
  return { mode, venue, quiet };
}
