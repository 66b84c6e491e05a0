import { systemClock } from '@tradewarden/core';
import { type AuditReport, sealAudit, verifyAudit } from '@tradewarden/core/audit';
import { openExistingStore } from '../config/open-store.ts';
import { type Command, flag } from '../console/command.ts';
import { exitCodes } from '../console/exit-codes.ts';
import { UsageError } from '../console/usage-error.ts';

/** Proof that the record was not changed. */
export const auditCommand: Command = {
  name: 'audit',
  usage: 'verify|seal',
  summary: 'verify: has a sealed record been changed, moved or removed? seal: seal what is new',
  options: {},
  run: async ({ terminal, settings, positionals, options }) => {
    const [action] = positionals;
    if (action !== 'verify' && action !== 'seal') throw new UsageError('audit: say verify or seal');
    const { store } = await openExistingStore(settings.store, terminal.directory, systemClock);
    try {
      if (action === 'seal') {
        const sealed = await sealAudit(store, settings.account);
        terminal.out(
          flag(options, 'json') ? `${JSON.stringify({ sealed })}\n` : `${sealed} records sealed\n`,
        );
        return exitCodes.done;
      }
      const report = await verifyAudit(store, settings.account);
      terminal.out(flag(options, 'json') ? `${JSON.stringify(report)}\n` : `${sentenceOf(report)}\n`);
      return report.ok ? exitCodes.done : exitCodes.failed;
    } finally {
      await store.close();
    }
  },
};

function sentenceOf(report: AuditReport): string {
  if (report.ok)
    return `good: ${report.checked} sealed records agree with ${report.checkpoints} checkpoints; ${report.unsealed} are not sealed yet`;
  const where =
    report.range === undefined ? `record ${report.firstBad ?? 0}` : `records ${report.range.join(' to ')}`;
  return `BROKEN: ${report.kind ?? 'fault'} at ${where}; records 1 to ${report.lastGood} agree with their checkpoints, what follows cannot be trusted`;
}
