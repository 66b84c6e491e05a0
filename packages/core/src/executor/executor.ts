/** What a pass of a worker did. */
export interface WorkReport {
  /** Jobs or records that were moved on; 0 = nothing was due. */
  readonly worked: number;
}

/** Acts on committed work only; each pass is idempotent and resumes after a crash. */
export interface Worker {
  readonly name: string;
  /** Does everything that is due now. */
  drain(signal?: AbortSignal): Promise<WorkReport>;
}

/** Turns committed intents into orders at a venue and minds them to their end. */
export interface Executor extends Worker {
  readonly specification: 'executor/v1';
}
