/** When people sleep, by the wall clock of their zone. */
export interface QuietHours {
  /** IANA name, such as `Europe/Amsterdam`. */
  readonly zone: string;
  /** `HH:MM`, inclusive. */
  readonly from: string;
  /** `HH:MM`, exclusive; earlier than `from` means the next morning. */
  readonly to: string;
  /** What becomes of a message meanwhile; default `silent`. Critical ones pass. */
  readonly mode?: 'silent' | 'digest';
}

const formats = new Map<string, Intl.DateTimeFormat>();

/** Minutes since midnight on the wall clock of a zone. */
function minuteOfDay(now: number, zone: string): number {
  const format =
    formats.get(zone) ??
    new Intl.DateTimeFormat('en-GB', {
      timeZone: zone,
      hour: '2-digit',
      minute: '2-digit',
      hourCycle: 'h23',
    });
  formats.set(zone, format);
  return minutes(format.format(now));
}

const minutes = (text: string): number => {
  const [hour = 0, minute = 0] = text.split(':').map(Number);
  return hour * 60 + minute;
};

export function isQuiet(now: number, { zone, from, to }: QuietHours): boolean {
  const [at, start, end] = [minuteOfDay(now, zone), minutes(from), minutes(to)];
  return start <= end ? at >= start && at < end : at >= start || at < end;
}

const minuteMs = 60_000;

/** The first moment at which it is not quiet any more, to the minute; clock changes included. */
export function quietEnd(now: number, hours: QuietHours): number {
  let at = Math.floor(now / minuteMs) * minuteMs;
  const latest = at + 25 * 60 * minuteMs;
  while (at <= latest && isQuiet(at, hours)) at += minuteMs;
  return at;
}

/** What is wrong with them, if anything: a mistyped zone must be found when the program starts. */
export function quietHoursProblem({ zone, from, to }: QuietHours): string | undefined {
  const time = /^(?:[01]\d|2[0-3]):[0-5]\d$/;
  if (!time.test(from) || !time.test(to)) return `${from}–${to}: expected HH:MM`;
  try {
    minuteOfDay(0, zone);
    return undefined;
  } catch {
    return `${zone}: there is no such time zone`;
  }
}
