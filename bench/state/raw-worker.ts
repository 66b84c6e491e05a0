import { once } from 'node:events';
import { isMainThread, parentPort, Worker, workerData } from 'node:worker_threads';
import { rawSqlite } from './raw-sqlite.ts';

/** The raw engine behind a thread of its own: what any store pays that does not stall the event loop. */
export async function rawWorker(
  path: string,
): Promise<{ insert(id: string): Promise<void>; close(): Promise<number> }> {
  const worker = new Worker(new URL(import.meta.url), { workerData: path });
  await once(worker, 'message');
  return {
    insert: async (id) => {
      const answered = once(worker, 'message');
      worker.postMessage(id, []);
      await answered;
    },
    close: () => worker.terminate(),
  };
}

function serve(path: string): void {
  const raw = rawSqlite(path);
  parentPort?.on('message', (id: string) => {
    raw.insert(id);
    parentPort?.postMessage(id, []);
  });
  parentPort?.postMessage('ready', []);
}

if (!isMainThread && typeof workerData === 'string') serve(workerData);
