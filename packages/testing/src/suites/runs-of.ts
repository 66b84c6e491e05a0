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
 * Parameters of fast-check for a test that searches for rare inputs. By day the seed is always the same, so that a
 * change is judged by what it changes; at night another each time. What is found is told at once, without shrinking,
 * which takes longer than the search.
 */
export const searchRuns = (
  usual: number,
): { readonly seed?: number; readonly numRuns: number; readonly endOnFailure: true } => ({
  ...(process.env['TRADEWARDEN_RUNS'] === 'night' ? {} : { seed: 20_261_125 }),
  numRuns: runsOf(usual),
  endOnFailure: true,
});
