import { table } from '../console/tables.ts';
import type { RunDocument } from './run-document.ts';

/** A run for people: what needs attention first, then the figures. */
export function runText({ results, summary, exposure, notifications }: RunDocument): string {
  const broken = results
    .filter(({ status }) => status === 'unreadable' || status === 'failed')
    .map(
      ({ line, status, error }) => `line ${line}: ${status}: ${error?.code ?? ''} ${error?.message ?? ''}`,
    );
  const invalid = results.flatMap(({ line, status, decision }) =>
    status !== 'committed'
      ? []
      : (decision?.rules ?? []).flatMap(({ issues = [], code = '' }) =>
          issues.map(({ path, message }) => `line ${line}: ${code} ${path}: ${message}`),
        ),
  );
  const codes = Object.entries(summary.byCode).map(([code, count]) => [`  ${code}`, String(count)]);
  const rows = [
    ['received', String(summary.received)],
    ['approved', String(summary.approved)],
    ['resized', String(summary.resized)],
    ['rejected', String(summary.rejected)],
    ...codes,
    ['duplicate', String(summary.duplicate)],
    ['unreadable', String(summary.unreadable)],
    ['failed', String(summary.failed)],
    ['exposure used', `${exposure.total.used} of ${exposure.total.limit}`],
    [
      'messages',
      `${notifications.delivered} delivered, ${notifications.queued} queued, ${notifications.dead} dead`,
    ],
  ];
  const duplicates =
    summary.duplicate > 0
      ? ['duplicates keep their first decision; --reconsider decides the rejected ones again']
      : [];
  return `${[...broken, ...invalid, table(rows), ...duplicates].join('\n')}\n`;
}
