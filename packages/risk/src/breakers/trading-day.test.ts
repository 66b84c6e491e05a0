import { expect, test } from 'vitest';
import { isTimeZone, localDay, localWeek } from './trading-day.ts';

const hourMs = 3_600_000;
/** Hours of the calendar day that holds noon UTC of a date. */
function hoursOf(date: string, zone: string): number {
  const noon = Date.parse(`${date}T12:00:00Z`);
  let count = 0;
  for (let at = noon - 48 * hourMs; at < noon + 48 * hourMs; at += hourMs)
    if (localDay(at, zone) === date) count += 1;
  return count;
}

test('a day begins at midnight of the zone, whatever its length', () => {
  expect(localDay(Date.parse('2025-10-10T21:59:59.999Z'), 'Europe/Berlin')).toBe('2025-10-10');
  expect(localDay(Date.parse('2025-10-10T22:00:00Z'), 'Europe/Berlin')).toBe('2025-10-11');
  // Winter time begins on the 26th: midnight is an hour later in UTC from then on.
  expect(localDay(Date.parse('2025-10-25T22:00:00Z'), 'Europe/Berlin')).toBe('2025-10-26');
  expect(localDay(Date.parse('2025-10-26T22:59:59Z'), 'Europe/Berlin')).toBe('2025-10-26');
  expect(localDay(Date.parse('2025-10-26T23:00:00Z'), 'Europe/Berlin')).toBe('2025-10-27');
});

test.each([
  ['2025-10-26', 'Europe/Berlin', 25],
  ['2025-03-30', 'Europe/Berlin', 23],
  ['2025-11-02', 'America/New_York', 25],
  ['2025-03-09', 'America/New_York', 23],
  ['2025-10-26', 'UTC', 24],
  ['2025-10-26', 'Asia/Kolkata', 24],
])('%s in %s has %i hours', (date, zone, hours) => expect(hoursOf(date, zone)).toBe(hours));

test('a week begins on Monday, over the end of a year too', () => {
  expect(localWeek(Date.parse('2025-10-12T23:59:59Z'), 'UTC')).toBe('2025-10-06');
  expect(localWeek(Date.parse('2025-10-13T00:00:00Z'), 'UTC')).toBe('2025-10-13');
  expect(localWeek(Date.parse('2026-01-01T12:00:00Z'), 'UTC')).toBe('2025-12-29');
  expect(localWeek(Date.parse('2025-10-12T22:30:00Z'), 'Europe/Berlin')).toBe('2025-10-13');
});

test('zones go by their names', () => {
  for (const zone of ['UTC', 'Europe/Berlin', 'Asia/Kathmandu']) expect(isTimeZone(zone)).toBe(true);
  for (const zone of ['', 'Mars/Olympus', 'Europe/Berlin ']) expect(isTimeZone(zone)).toBe(false);
});
