import type { WorkerSettings } from '../src/worker-protocol.ts';

/** Settings for opening a file without the thread around it. */
export const workerSettings = (path: string, changed: Partial<WorkerSettings> = {}): WorkerSettings => ({
  path,
  synchronous: 'full',
  lockWaitMs: 100,
  readOnly: false,
  integrityCheck: 'when-due',
  openedAt: Date.UTC(2026, 0, 1),
  ...changed,
});
