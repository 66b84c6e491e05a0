/**
 * How many random runs a test makes: `usual` by day; with TRADEWARDEN_RUNS=night `night`, ten times as many by default;
 * with a number in TRADEWARDEN_RUNS, as mutation testing sets it, never more than that number.
 */
export function runsOf(usual: number, night: number = usual * 10): number {
  const asked = process.env['TRADEWARDEN_RUNS'] ?? '';
  if (asked === 'night') return night;
  return /^[1-9]\d*$/.test(asked) ? Math.min(usual, Number(asked)) : usual;
}
