/** The only source of time: nothing else asks the machine what time it is. */
export interface Clock {
  /** Milliseconds since the epoch, UTC. */
  now(): number;
  /** Rejects with the signal's reason when aborted. */
  sleep(ms: number, signal?: AbortSignal): Promise<void>;
}
