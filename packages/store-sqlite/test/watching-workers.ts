import { once } from 'node:events';
import type { Worker } from 'node:worker_threads';

/** What `open` gives, and the worker threads that this process starts for it: the first, and those that follow. */
export async function watchingWorkers<T>(
  open: () => Promise<T>,
): Promise<{ readonly opened: T; readonly workers: readonly Worker[]; readonly stop: () => void }> {
  const workers: Worker[] = [];
  const note = (worker: Worker): void => void workers.push(worker);
  process.on('worker', note);
  const opened = await open();
  return { opened, workers, stop: () => process.off('worker', note) };
}

/** Ends a thread as an error that nobody caught does. */
export async function crash(worker: Worker): Promise<void> {
  const gone = once(worker, 'error');
  const ended = new Promise((resolve) => {
    worker.once('exit', resolve);
  });
  worker.postMessage(null, []);
  await gone;
  await ended;
}
