/** How many random runs a test makes: `usual` by day; with TRADEWARDEN_RUNS=night `night`, ten times as many by default. */
export const runsOf = (usual: number, night: number = usual * 10): number =>
  process.env['TRADEWARDEN_RUNS'] === 'night' ? night : usual;
