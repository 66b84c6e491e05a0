const formats = new Map<string, Intl.DateTimeFormat>();

/** Whether the machine knows an IANA zone of this name. */
export function isTimeZone(zone: string): boolean {
  try {
    return zone !== '' && formatOf(zone) !== undefined;
  } catch {
    return false;
  }
}

/** The calendar day at a moment in a zone, `2025-10-26`; days of 23 and 25 hours included. */
export function localDay(at: number, zone: string): string {
  const parts = new Map(
    formatOf(zone)
      .formatToParts(at)
      .map(({ type, value }) => [type, value]),
  );
  return `${parts.get('year') ?? ''}-${parts.get('month') ?? ''}-${parts.get('day') ?? ''}`;
}

/** The Monday of the week at a moment in a zone. */
export function localWeek(at: number, zone: string): string {
  const day = new Date(`${localDay(at, zone)}T00:00:00Z`);
  const sinceMonday = (day.getUTCDay() + 6) % 7;
  return new Date(day.getTime() - sinceMonday * 86_400_000).toISOString().slice(0, 10);
}

function formatOf(zone: string): Intl.DateTimeFormat {
  const known = formats.get(zone);
  if (known !== undefined) return known;
  const numeric = { year: 'numeric', month: '2-digit', day: '2-digit' } as const;
  const made = new Intl.DateTimeFormat('en-CA', { timeZone: zone, calendar: 'iso8601', ...numeric });
  formats.set(zone, made);
  return made;
}
