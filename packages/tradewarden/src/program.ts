import { parseArgs } from 'node:util';
import { CoreError } from '@tradewarden/core';
import { commands } from './commands/commands.ts';
import { loadSettings } from './config/load-settings.ts';
import type { Command, CommandOption, OptionValues } from './console/command.ts';
import { exitCodes, isConfigurationCode } from './console/exit-codes.ts';
import { table } from './console/tables.ts';
import type { Terminal } from './console/terminal.ts';
import { UsageError } from './console/usage-error.ts';

const shared = {
  json: { type: 'boolean', help: 'one JSON document on standard output, nothing else' },
  config: { type: 'string', help: 'configuration file (default tradewarden.config.ts, .js or .json)' },
  store: {
    type: 'string',
    help: 'memory:, sqlite:PATH or postgres://USER@HOST/DATABASE (default sqlite:./tradewarden.db)',
  },
  account: { type: 'string', help: 'default main' },
  profile: { type: 'string', help: 'conservative, balanced or aggressive' },
  balance: { type: 'string', help: 'equity when no venue supplies one (default 10000)' },
  set: { type: 'string', help: 'a limit, such as --set exposure.total=0.2; may be repeated' },
  help: { type: 'boolean', help: 'this text' },
} as const;

/** Runs one command line and returns the exit code; every error is a sentence on standard error. */
export async function program(
  words: readonly string[],
  terminal: Terminal,
  signal: AbortSignal,
): Promise<number> {
  const [name, ...rest] = words;
  const command = commands.find((candidate) => candidate.name === name);
  if (command === undefined) {
    const asked = name === undefined || name === '--help' || name === 'help';
    (asked ? terminal.out : terminal.err)(
      asked ? helpText() : `tradewarden ${name}: unknown command\n\n${helpText()}`,
    );
    return name === undefined || !asked ? exitCodes.usage : exitCodes.done;
  }
  try {
    return await dispatch(command, rest, terminal, signal);
  } catch (error) {
    if (signal.aborted) {
      terminal.err('interrupted; what was committed stays, run again to go on\n');
      return exitCodes.interrupted;
    }
    terminal.err(`tradewarden ${command.name}: ${error instanceof Error ? error.message : String(error)}\n`);
    return isUsage(error) ? exitCodes.usage : exitCodes.failed;
  }
}

async function dispatch(
  command: Command,
  words: readonly string[],
  terminal: Terminal,
  signal: AbortSignal,
): Promise<number> {
  const { values, positionals } = parsed(command, words);
  if (values['help'] === true) {
    terminal.out(commandHelp(command));
    return exitCodes.done;
  }
  const { set = [], ...options } = values;
  const overrides: Record<string, string> = {};
  for (const key of ['store', 'account', 'profile', 'balance']) {
    const value = options[key];
    if (typeof value === 'string') overrides[key] = value;
  }
  const changes: Record<string, string> = {};
  for (const text of Array.isArray(set) ? set : [set]) {
    const [key = '', value] = String(text).split('=');
    if (value === undefined) throw new UsageError(`--set ${String(text)}: expected PATH=VALUE`);
    changes[key] = value;
  }
  const file = typeof options['config'] === 'string' ? options['config'] : undefined;
  const said = { terminal, options: options as OptionValues, overrides: { ...overrides, ...changes } };
  const settings = await loadSettings({ ...said, file }).catch((error: unknown) => {
    command.unconfigured?.(said);
    throw error;
  });
  return command.run({ ...said, settings, positionals, changes, signal });
}

function parsed(
  command: Command,
  words: readonly string[],
): { values: Record<string, unknown>; positionals: string[] } {
  const options: Readonly<Record<string, CommandOption>> = { ...shared, ...command.options };
  try {
    const { values, positionals } = parseArgs({
      args: [...words],
      allowPositionals: true,
      options: Object.fromEntries(
        Object.entries(options).map(([key, { type, many }]) => [
          key,
          { type, multiple: key === 'set' || many === true },
        ]),
      ),
    });
    return { values: { ...values }, positionals };
  } catch (error) {
    throw new UsageError(
      `${error instanceof Error ? error.message : String(error)}; see tradewarden ${command.name} --help`,
    );
  }
}

const isUsage = (error: unknown): boolean =>
  error instanceof UsageError || (CoreError.isInstance(error) && isConfigurationCode(error.code));

const helpText = (): string =>
  `tradewarden: from a trade plan to a guarded order and a delivered message\n\n${table(commands.map(({ name, usage, summary }) => [`  tradewarden ${name} ${usage}`, summary]))}\n\ntradewarden COMMAND --help shows the options.\nExit codes: 0 done, 1 failed, 2 usage or configuration, 3 refused by a rule (check), 130 interrupted.\n`;

function commandHelp({ name, usage, summary, options }: Command): string {
  const rows = Object.entries({ ...options, ...shared }).map(([key, { type, help }]) => [
    `  --${key}${type === 'string' ? ' VALUE' : ''}`,
    help,
  ]);
  return `tradewarden ${name} ${usage}\n${summary}\n\n${table(rows)}\n`;
}
