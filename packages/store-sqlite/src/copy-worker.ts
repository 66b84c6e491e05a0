import { parentPort, workerData } from 'node:worker_threads';
import { copyDatabase, type CopyRequest } from './copy-database.ts';
import { LockWait } from './lock-wait.ts';
import { toFailure } from './sqlite-failure.ts';
import type { WorkerReply } from './worker-protocol.ts';

/** Makes one copy on a connection of its own, beside the thread that goes on committing. Imports like sqlite-worker. */
const request = workerData as CopyRequest;

function copy(): WorkerReply {
  try {
    copyDatabase(request, new LockWait(request.path, request.lockWaitMs));
    return { id: 0, value: true };
  } catch (error) {
    return { id: 0, failure: toFailure(error, request.path) };
  }
}

const port = parentPort;
if (port === null) throw new Error('copy-worker runs only as a worker thread');
port.postMessage(copy());
