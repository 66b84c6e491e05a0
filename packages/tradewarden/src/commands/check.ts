import { createRunner, Pipeline, type TradePlan } from '@tradewarden/core';
import { riskGate } from '@tradewarden/risk';
import { openPaperVenue } from '../config/venue-module.ts';
import { openNamedStore, storeExists } from '../config/open-store.ts';
import { gateOptionsOf } from '../config/gate-settings.ts';
import { type Command, flag, textOption } from '../console/command.ts';
import { exitCodes } from '../console/exit-codes.ts';
import { decisionText } from '../console/rule-lines.ts';
import { UsageError } from '../console/usage-error.ts';
import { readInput } from '../intake/read-input.ts';
import { planOptions, readClock, readMode } from './run-options.ts';

/** What would be decided, rule by rule; nothing is written. */
export const checkCommand: Command = {
  name: 'check',
  usage: 'FILE|-',
  summary: 'what would be decided and why, rule by rule; nothing is written',
  options: planOptions,
  run: async ({ terminal, settings, positionals, options, signal }) => {
    const [file, ...more] = positionals;
    if (file === undefined) throw new UsageError('name a file, or - for standard input');
    if (more.length > 0) throw new UsageError(`one file at a time: ${more.join(', ')} would not be read`);
    const { mode } = readMode(options);
    const { clock, follow } = readClock(textOption(options, 'now'));
    const format = textOption(options, 'format') ?? 'native';
    const { lines } = await readInput({ file, format, directory: terminal.directory, stdin: terminal.stdin });
    if (lines.length === 0) throw new UsageError(`${file}: there is no plan in it`);
    const paper = mode === 'paper' ? await openPaperVenue(settings, clock, signal) : undefined;
    const { store } = await openNamedStore(
      (await storeExists(settings.store, terminal.directory)) ? settings.store : 'memory:',
      terminal.directory,
      clock,
    );
    try {
      const gate = riskGate(gateOptionsOf(settings, paper));
      const pipeline = Pipeline.of<TradePlan>().stage(gate);
      const runner = createRunner({
        pipeline,
        store,
        account: settings.account,
        mode,
        clock,
        ...(paper === undefined ? {} : { venue: paper.venue.id }),
      });
      let [unreadable, refused] = [0, 0];
      for (const line of lines) {
        if ('value' in line) follow(line.value);
        const result =
          'error' in line
            ? { status: 'unreadable' as const, error: { message: line.error } }
            : await runner.preview(line.value);
        const decision = 'decision' in result ? result.decision : undefined;
        if (decision === undefined) unreadable += 1;
        else if (decision.verdict === 'rejected') refused += 1;
        if (flag(options, 'json')) terminal.out(`${JSON.stringify({ line: line.line, ...result })}\n`);
        else if (decision === undefined)
          terminal.err(`line ${line.line}: ${result.status}: ${result.error?.message ?? ''}\n`);
        else
          terminal.out(
            `${result.status === 'duplicate' ? 'decided before: ' : ''}${decisionText(decision)}\n\n`,
          );
      }
      if (unreadable > 0) return exitCodes.failed;
      return refused > 0 ? exitCodes.refused : exitCodes.done;
    } finally {
      await store.close();
      await paper?.venue.stop?.();
    }
  },
};
