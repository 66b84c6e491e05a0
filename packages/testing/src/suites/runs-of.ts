/** How many random runs a test makes: `usual` by day, ten times as many with TRADEWARDEN_RUNS=night. */
export const runsOf = (usual: number): number =>
  process.env['TRADEWARDEN_RUNS'] === 'night' ? usual * 10 : usual;
