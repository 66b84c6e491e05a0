import type { Settings } from '../config/settings.ts';
import type { Terminal } from './terminal.ts';

/** Values of options by name; a flag is `true`. */
export type OptionValues = Readonly<Record<string, string | boolean | undefined>>;

export interface CommandInput {
  readonly terminal: Terminal;
  readonly settings: Settings;
  readonly positionals: readonly string[];
  readonly options: OptionValues;
  readonly signal: AbortSignal;
}

/** One command of the program: a file of its own and a line in `commands/commands.ts`. */
export interface Command {
  readonly name: string;
  /** Such as `[FILE|-]`. */
  readonly usage: string;
  readonly summary: string;
  readonly options: Readonly<Record<string, { readonly type: 'string' | 'boolean'; readonly help: string }>>;
  /** The exit code. */
  run(input: CommandInput): Promise<number>;
}

export const textOption = (options: OptionValues, name: string): string | undefined => {
  const value = options[name];
  return typeof value === 'string' ? value : undefined;
};

export const flag = (options: OptionValues, name: string): boolean => options[name] === true;
