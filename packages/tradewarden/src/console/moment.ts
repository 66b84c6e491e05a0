import { systemClock } from '@tradewarden/core';
import { UsageError } from './usage-error.ts';

const ages: Readonly<Record<string, number>> = { m: 60_000, h: 3_600_000, d: 86_400_000, w: 604_800_000 };

/** `2026-11-24 21:00:00 UTC`. */
export const utcMoment = (at: number): string =>
  `${new Date(at).toISOString().slice(0, 19).replace('T', ' ')} UTC`;

/**
 * Epoch ms of `2026-11-24`, `2026-11-24T21:00Z`, epoch ms, or an age such as `30d` (m, h, d, w) as the value of an
 * option; a time without a zone is UTC.
 * @throws {UsageError} anything else.
 */
export function momentOf(option: string, text: string | undefined): number | undefined {
  if (text === undefined) return undefined;
  if (/^\d{1,15}$/.test(text)) return Number(text);
  const [, count = '', unit = ''] = /^(\d{1,6})([mhdw])$/.exec(text) ?? [];
  if (unit !== '') return systemClock.now() - Number(count) * (ages[unit] ?? 0);
  const zoned = /T.*(?:Z|[+-]\d\d:\d\d)$/.test(text) || !text.includes('T') ? text : `${text}Z`;
  const moment = /^\d{4}-\d\d-\d\d(?:T[\d:.]+(?:Z|[+-]\d\d:\d\d))?$/.test(zoned)
    ? Date.parse(zoned)
    : Number.NaN;
  if (!Number.isNaN(moment)) return moment;
  throw new UsageError(
    `--${option} ${text}: expected a date, a date with time, epoch ms, or an age such as 30d`,
  );
}
