/** The only source of time: nothing else asks the machine what time it is. */
export interface Clock {
  /** Milliseconds since the epoch, UTC. */
  now(): number;
  /** Rejects with the signal's reason when aborted. */
  sleep(ms: number, signal?: AbortSignal): Promise<void>;
  /**
   * Calls `wake` in `ms`, unless the function that it returns is called before. For limits that are hardly ever
   * reached: a fraction of what a sleep costs that is aborted. A clock without it is asked to sleep instead.
   */
  after?(ms: number, wake: () => void): () => void;
}
