export interface Allowance {
  /** A file, or a folder with its `/`. */
  readonly path: string;
  readonly names: readonly string[];
  readonly reason: string;
}

/** The only places that may ask the machine for time or randomness. An entry that nothing needs fails the test. */
export const machineTimeAllowed: readonly Allowance[] = [
  {
    path: 'packages/store-sqlite/src/headroom.ts',
    names: ['randomFillSync'],
    reason: 'Takes space on a disk that compresses what it can.',
  },
  {
    path: 'packages/testing/src/suites/operation-times.ts',
    names: ['performance.now'],
    reason: 'Measures how long a real engine takes.',
  },
  {
    path: 'packages/core/src/clock/',
    names: ['Date.now', 'Math.random', 'performance.now', 'randomUUID', 'setTimeout'],
    reason: 'The system implementations of Clock, Ids and Stopwatch: what everything else is given.',
  },
  {
    path: 'packages/notify/src/outbox/delivery-deadline.ts',
    names: ['AbortSignal.timeout'],
    reason: 'A channel that hangs does so in real time, whatever clock decides.',
  },
  {
    path: 'packages/store-sqlite/src/copy-database.ts',
    names: ['randomUUID'],
    reason: 'Names a copy that is not whole yet, so that two at once never share a file.',
  },
  {
    path: 'packages/store-sqlite/src/files-in-place.ts',
    names: ['hrtime'],
    reason: 'How long the clock of a file system is coarse is a matter of the machine.',
  },
  {
    path: 'packages/store-sqlite/src/lock-wait.ts',
    names: ['Atomics.wait', 'hrtime', 'randomInt'],
    reason: 'Waits for a lock that another process holds, in real time whatever the clock of the store says.',
  },
  {
    path: 'packages/store-sqlite/src/migrations.ts',
    names: ['randomUUID'],
    reason: 'Names a new database file once, so that two files are never taken for one.',
  },
  {
    path: 'packages/store-sqlite/src/next-request.ts',
    names: ['performance.now'],
    reason: 'How long a thread stays awake between two calls is a matter of the machine.',
  },
  {
    path: 'packages/store-sqlite/src/wakeful-loop.ts',
    names: ['performance.now', 'setImmediate'],
    reason: 'Whether to sleep until a thread has answered is a matter of the machine.',
  },
  {
    path: 'packages/testing/src/postgres/',
    names: ['randomUUID'],
    reason: 'The password of a test server, and names of databases on a server that other tests use as well.',
  },
  {
    path: 'packages/testing/src/suites/',
    names: ['setImmediate'],
    reason: 'Suites are tests; they give other work a turn of the event loop.',
  },
  {
    path: 'packages/testing/src/fakes/driver-faults.ts',
    names: ['setImmediate'],
    reason: 'Calls that wait some turns of the event loop overtake each other.',
  },
  {
    path: 'packages/testing/src/simulation/scheduler.ts',
    names: ['setImmediate'],
    reason: 'Everything that follows from one call has to happen before the next.',
  },
];
