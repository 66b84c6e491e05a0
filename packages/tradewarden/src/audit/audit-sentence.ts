import type { AuditReport } from '@tradewarden/core/audit';

/** 0 ok, 1 broken, 3 ok as far as can be told without a signature or an anchor. */
export function verifyExitCode({ ok, signed, anchors }: AuditReport): number {
  if (!ok) return 1;
  return signed && anchors > 0 ? 0 : 3;
}

/** What a verification found, for people. */
export function auditSentence(report: AuditReport): string {
  const { checked, checkpoints, unsealed, signed, signedBy, anchors } = report;
  if (report.ok) {
    const by = signed
      ? `signed by ${signedBy.join(', ')}`
      : 'unsigned: damage would show, a forger would not';
    const kept =
      anchors > 0
        ? `${anchors} anchors agree`
        : 'no anchor was given: a rollback would not show, give one with --anchor FILE';
    return `good: ${checked} sealed records agree with ${checkpoints} checkpoints; ${by}; ${kept}; ${unsealed} are not sealed yet`;
  }
  const { kind, firstBad, range, lastGood, checkpoint, reason } = report;
  const within = range === undefined ? '' : ` within records ${range.join(' to ')}`;
  const where = firstBad === undefined ? within : ` at record ${firstBad}${within}`;
  const sealed = checkpoint?.at === undefined ? '' : `, under a checkpoint later than ${checkpoint.at}`;
  const why = reason === undefined ? '' : ` (${reason})`;
  const good = lastGood === 0 ? 'no record is known to be good' : `records 1 to ${lastGood} are good`;
  return `BROKEN: ${kind ?? 'fault'}${where}${sealed}${why}; ${good}; what follows cannot be trusted until an export is compared`;
}
