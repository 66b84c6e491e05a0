import { type Command, type CommandInput } from '../console/command.ts';
import { UsageError } from '../console/usage-error.ts';
import { notifyDeadLetters } from './notify-dead-letters.ts';
import { notifyPreview } from './notify-preview.ts';
import { notifyTest } from './notify-test.ts';

const actions: Readonly<Record<string, (input: CommandInput) => Promise<number>>> = {
  test: notifyTest,
  preview: notifyPreview,
  'dead-letters': notifyDeadLetters,
};

/** Do messages arrive, what do they look like, and what was given up. */
export const notifyCommand: Command = {
  name: 'notify',
  usage: 'test [CHANNEL]|preview|dead-letters list|show ID|retry ID|drop ID',
  summary: 'send a test message to every channel, see what messages look like, or look after those given up',
  options: {
    check: { type: 'boolean', help: 'test: prove each configuration, and send no message' },
    kind: { type: 'string', help: 'preview: only this kind, such as signal or kill' },
    channel: { type: 'string', help: 'preview: only this channel; dead-letters: only those of this channel' },
    html: { type: 'string', help: 'preview: a file for a page that shows them as a phone does' },
    templates: { type: 'string', help: 'preview: a folder with templates of your own, such as signal.md' },
    mode: { type: 'string', help: 'dead-letters: notify (default), dry-run, paper or live' },
    all: { type: 'boolean', help: 'dead-letters: retry or drop every one of them' },
  },
  run: async (input) => {
    const action = actions[input.positionals[0] ?? ''];
    if (action === undefined) throw new UsageError('notify: say test, preview or dead-letters');
    return action(input);
  },
};
