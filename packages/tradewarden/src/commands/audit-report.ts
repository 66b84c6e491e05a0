import { systemClock } from '@tradewarden/core';
import { AuditLogger, type AuditSummary } from '@tradewarden/risk';
import { openExistingStore } from '../config/open-store.ts';
import { type CommandInput, flag, textOption } from '../console/command.ts';
import { exitCodes } from '../console/exit-codes.ts';
import { momentOf } from '../console/moment.ts';
import { table } from '../console/tables.ts';
import { UsageError } from '../console/usage-error.ts';

/** What the audit log says of a period: verdicts, codes, quality gates, changes of state. */
export async function auditReport({ terminal, settings, options }: CommandInput): Promise<number> {
  const from = momentOf('from', textOption(options, 'from')) ?? 0;
  const to = momentOf('to', textOption(options, 'to')) ?? systemClock.now() + 1;
  if (to <= from) throw new UsageError('audit report: --to lies before --from');
  const { store } = await openExistingStore(settings.store, terminal.directory, systemClock);
  try {
    const logger = new AuditLogger({ store, account: settings.account });
    const summary = await logger.generateAuditReport(from, to);
    terminal.out(flag(options, 'json') ? `${JSON.stringify(summary)}\n` : `${reportText(summary)}\n`);
    return exitCodes.done;
  } finally {
    await store.close();
  }
}

const time = (at: number): string => new Date(at).toISOString();
const counts = (of: Readonly<Record<string, number>>): readonly (readonly string[])[] =>
  Object.entries(of).map(([name, count]) => [`  ${name}`, String(count)]);

function reportText(summary: AuditSummary): string {
  const { account, from, to, records, decisions, byCode, byType, qualityGates, stateChanges } = summary;
  const gates = Object.entries(qualityGates).map(([name, { passed, failed }]) => [
    `  ${name}`,
    `${passed} passed, ${failed} failed`,
  ]);
  const changes = stateChanges.map(({ at, scope, from: before, to: after, reason }) => [
    `  ${time(at)}`,
    `${scope}: ${before} to ${after} (${reason})`,
  ]);
  return table([
    ['account', account],
    ['period', `${time(from)} to ${time(to)}`],
    ['records', String(records)],
    ...counts(byType),
    ['decisions', ''],
    ...counts(decisions),
    ['rejected for', ''],
    ...counts(byCode),
    ...(gates.length === 0 ? [] : [['quality gates', ''], ...gates]),
    ...(changes.length === 0 ? [] : [['changes of state', ''], ...changes]),
  ]);
}
