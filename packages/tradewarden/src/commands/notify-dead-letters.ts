import { type Mode, systemClock } from '@tradewarden/core';
import { cleanText, type DeadLetter, type DeadLetters, deadLetters } from '@tradewarden/notify';
import { openExistingStore } from '../config/open-store.ts';
import { type CommandInput, flag, textOption } from '../console/command.ts';
import { exitCodes } from '../console/exit-codes.ts';
import { utcMoment } from '../console/moment.ts';
import { table } from '../console/tables.ts';
import { UsageError } from '../console/usage-error.ts';

const page = 100;
const modes = ['notify', 'dry-run', 'paper', 'live'] as const;

/** What was given up: list, show, send again, forget. 1: what was named is not there. */
export async function notifyDeadLetters(input: CommandInput): Promise<number> {
  const { terminal, settings, positionals, options } = input;
  const [, action = 'list', ...ids] = positionals;
  if (!['list', 'show', 'retry', 'drop'].includes(action))
    throw new UsageError('notify dead-letters: say list, show ID, retry ID or drop ID');
  if (action === 'list' && ids.length > 0)
    throw new UsageError(`notify dead-letters list: ${ids[0]}: name a channel with --channel`);
  if (action === 'show' && ids.length !== 1) throw new UsageError('notify dead-letters show: name one id');
  const isAll = flag(options, 'all');
  if ((action === 'retry' || action === 'drop') && isAll === ids.length > 0)
    throw new UsageError(`notify dead-letters ${action}: name ids, or say --all`);
  const book = { account: settings.account, mode: modeOf(textOption(options, 'mode')) };
  const { store } = await openExistingStore(settings.store, terminal.directory, systemClock);
  try {
    const letters = deadLetters(store, book, systemClock);
    if (action === 'list') return await list(input, letters);
    if (action === 'show') return await show(input, letters, ids[0] ?? '');
    return await change(input, letters, action as 'retry' | 'drop', ids);
  } finally {
    await store.close();
  }
}

function modeOf(text: string | undefined): Mode {
  if (text === undefined) return 'notify';
  const mode = modes.find((known) => known === text);
  if (mode === undefined) throw new UsageError(`--mode ${text}: expected ${modes.join(', ')}`);
  return mode;
}

async function* every(letters: DeadLetters, channel: string | undefined): AsyncGenerator<DeadLetter> {
  for (let after: string | undefined; ;) {
    const found = await letters.list(page, after);
    for (const letter of found) if (channel === undefined || letter.channel === channel) yield letter;
    if (found.length < page) return;
    after = found.at(-1)?.id;
  }
}

async function list({ terminal, options }: CommandInput, letters: DeadLetters): Promise<number> {
  const found: DeadLetter[] = [];
  for await (const letter of every(letters, textOption(options, 'channel'))) found.push(letter);
  if (flag(options, 'json')) {
    terminal.out(`${JSON.stringify({ deadLetters: found.map(rowOf) })}\n`);
    return exitCodes.done;
  }
  const rows = found.map(({ id, channel, diedAt, title, reason }) => [
    id,
    channel,
    utcMoment(diedAt),
    title,
    reason,
  ]);
  // Titles are of plans and reasons of providers: strangers, who must not steer the terminal.
  terminal.out(found.length === 0 ? 'nothing was given up\n' : `${cleanText(table(rows))}\n`);
  return exitCodes.done;
}

const rowOf = ({ id, channel, kind, severity, title, reason, diedAt, attempts }: DeadLetter): object => ({
  id,
  channel,
  kind,
  severity,
  title,
  reason,
  diedAt,
  attempts,
});

async function show({ terminal, options }: CommandInput, letters: DeadLetters, id: string): Promise<number> {
  const letter = await letters.show(id);
  if (letter === undefined) return missing(terminal.err, [id]);
  const { channel, title, reason, diedAt, at, attempts, index, of, part } = letter;
  terminal.out(
    flag(options, 'json')
      ? `${JSON.stringify({ ...rowOf(letter), at, part: index, of, text: part.text })}\n`
      : cleanText(
          `${title}\nto ${channel}, part ${index} of ${of}, routed ${utcMoment(at)}, given up ${utcMoment(diedAt)} after ${attempts} attempt${attempts === 1 ? '' : 's'}\n${reason}\n\n${part.text}\n`,
        ),
  );
  return exitCodes.done;
}

async function change(
  { terminal, options }: CommandInput,
  letters: DeadLetters,
  action: 'retry' | 'drop',
  named: readonly string[],
): Promise<number> {
  const ids: string[] = [...named];
  if (flag(options, 'all'))
    for await (const { id } of every(letters, textOption(options, 'channel'))) ids.push(id);
  const [done, absent]: [string[], string[]] = [[], []];
  for (const id of ids) ((await letters[action](id)) ? done : absent).push(id);
  if (flag(options, 'json')) terminal.out(`${JSON.stringify({ [action]: done, missing: absent })}\n`);
  else if (action === 'drop') terminal.out(`${done.length} forgotten\n`);
  else terminal.out(`${done.length} queued again; the next run or serve sends them\n`);
  return absent.length === 0 ? exitCodes.done : missing(terminal.err, absent);
}

function missing(say: (text: string) => void, ids: readonly string[]): number {
  for (const id of ids) say(`${id}: no such dead letter; see tradewarden notify dead-letters list\n`);
  return exitCodes.failed;
}
