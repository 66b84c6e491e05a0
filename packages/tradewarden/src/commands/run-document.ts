import type { RunResult, RunSummary } from '@tradewarden/core';
import type { ExposureDocument } from './exposure-document.ts';
import type { OrderCounts } from './order-counts.ts';

/** One input and what became of it. */
export type LineResult = { readonly line: number } & Omit<RunResult, 'index'>;

/** What `run --json` prints. */
export interface RunDocument {
  readonly schemaVersion: 1;
  readonly runId: string;
  /** In the order of the input. */
  readonly results: readonly LineResult[];
  readonly summary: RunSummary;
  readonly exposure: ExposureDocument;
  readonly notifications: { readonly queued: number; readonly delivered: number; readonly dead: number };
  readonly orders: OrderCounts;
}
