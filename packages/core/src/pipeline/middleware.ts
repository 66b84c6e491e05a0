import type { StageContext, StageResult } from './stage.ts';

export type StageRun = (input: unknown, context: StageContext) => Promise<StageResult<unknown>>;

/** Wraps every stage, for timing, tracing or time limits; it sees but does not change. The first one given is the outermost. */
export type Middleware = (next: StageRun, stage: { readonly name: string }) => StageRun;
