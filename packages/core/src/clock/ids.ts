/** Where names of runs and leases come from; never part of a decision document. */
export interface Ids {
  next(prefix: string): string;
}

/** Unique everywhere. */
export const systemIds: Ids = Object.freeze({
  next: (prefix: string): string => `${prefix}-${globalThis.crypto.randomUUID()}`,
});

/** `run-1`, `run-2`, … for tests and recorded input. */
export const countingIds = (): Ids => {
  let count = 0;
  return {
    next: (prefix) => {
      count += 1;
      return `${prefix}-${count}`;
    },
  };
};
