import type { Settings } from '../config/settings.ts';
import type { Terminal } from './terminal.ts';

/** Values of options by name; a flag is `true`. */
export type OptionValues = Readonly<Record<string, string | boolean | readonly string[] | undefined>>;

export interface CommandInput {
  readonly terminal: Terminal;
  readonly settings: Settings;
  readonly positionals: readonly string[];
  readonly options: OptionValues;
  /** What `--set` says, by configuration path; part of `settings` already. */
  readonly changes: Readonly<Record<string, string>>;
  readonly signal: AbortSignal;
}

interface UnconfiguredInput extends Pick<CommandInput, 'terminal' | 'options'> {
  /** What the command line sets, by configuration path. */
  readonly overrides: Readonly<Record<string, string>>;
}

export interface CommandOption {
  readonly type: 'string' | 'boolean';
  readonly help: string;
  /** May be given several times. */
  readonly many?: boolean;
}

/** One command of the program: a file of its own and a line in `commands/commands.ts`. */
export interface Command {
  readonly name: string;
  /** Such as `[FILE|-]`. */
  readonly usage: string;
  readonly summary: string;
  readonly options: Readonly<Record<string, CommandOption>>;
  /** What is done all the same when there are no settings, since they cannot be read; the error is told after it. */
  unconfigured?(input: UnconfiguredInput): void;
  /** The exit code. */
  run(input: CommandInput): Promise<number>;
}

export const textOption = (options: OptionValues, name: string): string | undefined => {
  const value = options[name];
  return typeof value === 'string' ? value : undefined;
};

export const flag = (options: OptionValues, name: string): boolean => options[name] === true;

/** Of an option that may be given several times. */
export const listOption = (options: OptionValues, name: string): readonly string[] => {
  const value = options[name];
  return Array.isArray(value) ? (value as readonly string[]) : [];
};
