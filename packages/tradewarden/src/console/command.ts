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
