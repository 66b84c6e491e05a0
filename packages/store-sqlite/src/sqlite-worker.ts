import type { DatabaseSync } from 'node:sqlite';
import { parentPort, workerData } from 'node:worker_threads';
import { BatchWriter } from './batch-writer.ts';
import { LockWait } from './lock-wait.ts';
import { currentSchema } from './migrations.ts';
import { engineVersion, openDatabase } from './open-database.ts';
import { Reader } from './reader.ts';
import { toFailure } from './sqlite-failure.ts';
import { prepareStoreFile } from './store-file.ts';
import type {
  EngineFacts,
  WorkerCalls,
  WorkerReply,
  WorkerRequest,
  WorkerSettings,
} from './worker-protocol.ts';

/**
 * The thread that owns the file, so that a stalled disk stalls nothing else. It imports nothing but Node's own
 * modules and files that do the same: so Node can run it as it stands, from the sources and from dist.
 */
const settings = workerData as WorkerSettings;
const port = parentPort;
if (port === null) throw new Error('sqlite-worker runs only as a worker thread');

const answer = (id: number, work: () => unknown): void => {
  let reply: WorkerReply;
  try {
    reply = { id, value: work() };
  } catch (error) {
    reply = { id, failure: toFailure(error, settings.path) };
  }
  port.postMessage(reply);
};

function serve(): EngineFacts {
  prepareStoreFile(settings.path);
  const wait = new LockWait(settings.path, settings.lockWaitMs);
  const database = openDatabase(settings, wait);
  const reader = new Reader(database, wait);
  const writer = new BatchWriter(database, wait);
  const calls: WorkerCalls = {
    get: (keys, now) => reader.get(keys, now),
    counters: (names) => reader.counters(names),
    scan: (query, now) => reader.scan(query, now),
    commit: (batch, now) => writer.write(batch, now),
    read: (log, query) => reader.read(log, query),
    head: (log) => reader.head(log),
    close: () => close(database),
  };
  port?.on('message', ({ id, name, parameters }: WorkerRequest) => {
    const call: (...values: never) => unknown = calls[name];
    answer(id, () => Reflect.apply(call, undefined, parameters));
  });
  return { engineVersion: engineVersion(database), schema: currentSchema };
}

function close(database: DatabaseSync): void {
  try {
    database.exec('PRAGMA optimize');
  } catch {
    // Statistics are a favour to the next start; a lock or a full disk is no reason to fail a close.
  }
  database.close();
}

answer(0, serve);
