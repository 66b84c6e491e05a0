/** Milliseconds from some fixed moment, for measuring how long things take; never part of a decision. */
export type Stopwatch = () => number;

export const systemStopwatch: Stopwatch = () => performance.now();
