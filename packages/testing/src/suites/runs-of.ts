/**
 * How many random runs a test makes: `usual` by day; with TRADEWARDEN_RUNS=night `night`, ten times as many by default;
 * with a number in TRADEWARDEN_RUNS, as mutation testing sets it, never more than that number.
 */
export function runsOf(usual: number, night: number = usual * 10): number {
  const asked = process.env['TRADEWARDEN_RUNS'] ?? '';
  if (asked === 'night') return night;
  return /^[1-9]\d*$/.test(asked) ? Math.min(usual, Number(asked)) : usual;
}

/**
 * The seed of tests that search for rare inputs: by day always the same, so that a change is judged by what it changes;
 * at night another each time. To be spread into the parameters of fast-check.
 */
export const seedByDay = (): { readonly seed?: number } =>
  process.env['TRADEWARDEN_RUNS'] === 'night' ? {} : { seed: 20_261_125 };
