import { StoreUnavailableError } from '@tradewarden/core';
import { once } from 'node:events';
import { Worker } from 'node:worker_threads';
import type { CopyRequest } from './copy-database.ts';
import type { WorkerReply } from './worker-protocol.ts';
import { toError, workerUrl } from './worker-thread.ts';

/** Runs {@link CopyRequest} in a thread of its own. @throws {StoreUnavailableError} nothing is left behind. */
export async function copyInThread(request: CopyRequest): Promise<void> {
  const worker = new Worker(workerUrl('copy-worker'), {
    workerData: request,
    execArgv: [],
    name: 'tradewarden-store-sqlite-copy',
  });
  let reply: WorkerReply | undefined;
  worker.on('message', (message: WorkerReply) => (reply = message));
  try {
    await once(worker, 'exit');
  } catch (error) {
    throw new StoreUnavailableError(
      `the thread that copied ${request.path} has stopped (${String(error)})`,
      error,
    );
  }
  if (reply === undefined) {
    throw new StoreUnavailableError(
      `the thread that copied ${request.path} was stopped; remove ${request.file}.partial-* and copy again`,
    );
  }
  if ('failure' in reply) throw toError(reply.failure);
}
