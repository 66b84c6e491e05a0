import type { DatabaseSync } from 'node:sqlite';
import { parentPort, workerData } from 'node:worker_threads';
import { BatchWriter } from './batch-writer.ts';
import { engineFacts } from './engine-facts.ts';
import { assertSameFile } from './file-identity.ts';
import { FilesInPlace } from './files-in-place.ts';
import { Headroom } from './headroom.ts';
import { distrust } from './integrity.ts';
import { LockWait } from './lock-wait.ts';
import { LogTrimmer } from './log-trimmer.ts';
import { nextRequest } from './next-request.ts';
import { openDatabase } from './open-database.ts';
import { Reader } from './reader.ts';
import { ReducingWriter } from './reducing-writer.ts';
import { assertNoMark } from './replace-mark.ts';
import { isDamage, SqliteFailure, toFailure } from './sqlite-failure.ts';
import { assertStoreFile, prepareStoreFile } from './store-file.ts';
import type {
  EngineFacts,
  Failure,
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
const { path, readOnly, expected } = settings;
if (parentPort === null) throw new Error('sqlite-worker runs only as a worker thread');
const requests = parentPort;
let damage: Failure | undefined;

const answer = (id: number, work: () => unknown): void => {
  let reply: WorkerReply;
  try {
    reply = { id, value: work() };
  } catch (error) {
    reply = { id, failure: toFailure(error, path) };
    if (isDamage(error)) damage ??= reply.failure;
  }
  requests.postMessage(reply, []);
};

function findFile(): void {
  assertNoMark(path);
  if (expected !== undefined) assertSameFile(path, expected);
  else if (readOnly) assertStoreFile(path);
  else prepareStoreFile(path);
}

function serve(): EngineFacts {
  findFile();
  const wait = new LockWait(path, settings.lockWaitMs);
  const database = openDatabase(settings, wait);
  // Preparing reads the schema, which another process may hold for a moment while it makes the file whole.
  const reader = wait.untilFree(() => new Reader(database, wait));
  const writer = wait.untilFree(() => new BatchWriter(database, wait));
  const headroom = new Headroom(path, settings.headroomBytes ?? 0);
  if (!readOnly) headroom.refill();
  const reducing = new ReducingWriter(database, path, writer, headroom);
  const trimmer = wait.untilFree(() => new LogTrimmer(database, wait));
  const calls: WorkerCalls = {
    get: (keys, now) => reader.get(keys, now),
    counters: (names) => reader.counters(names),
    scan: (query, now) => reader.scan(query, now),
    commit: (batch, now) => writing(() => reducing.write(batch, now)),
    read: (log, query) => reader.read(log, query),
    head: (log) => reader.head(log),
    trim: (log, upTo) => writing(() => trimmer.step(log, upTo)),
    close: () => close(database),
  };
  const files = readOnly ? undefined : new FilesInPlace(path);
  const handle = ({ id, name, parameters }: WorkerRequest): void => {
    const call: (...values: never) => unknown = calls[name];
    answer(id, () => {
      if (name !== 'close') files?.assert();
      return Reflect.apply(call, undefined, parameters);
    });
  };
  requests.on('message', (first: WorkerRequest) => {
    for (let next: WorkerRequest | undefined = first; next !== undefined; next = nextRequest(requests)) {
      handle(next);
    }
  });
  return wait.untilFree(() => engineFacts(database, path));
}

/** Reads of what is whole go on in a damaged file; writing could make it worse. */
function writing<T>(work: () => T): T {
  if (readOnly) throw new SqliteFailure('unavailable', `${path} was opened for reading only`);
  if (damage !== undefined) throw SqliteFailure.damage(damage.message);
  return work();
}

function close(database: DatabaseSync): void {
  if (damage !== undefined) distrust(database);
  try {
    if (!readOnly) database.exec('PRAGMA optimize');
  } catch {
    // Statistics are a favour to the next start; a lock or a full disk is no reason to fail a close.
  }
  database.close();
}

answer(0, serve);
