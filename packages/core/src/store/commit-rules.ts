import { StoreMisuseError } from '../errors/store-errors.ts';
import { isFenced, shortestFenceMs } from './fence.ts';
import { assertKey } from './key-grammar.ts';
import type { Add, Check } from './store-driver.ts';
import type { Commit, Put } from './store.ts';

/** Enough for the largest decision; few enough for PostgreSQL to lock one commit name by name. */
const mostOperations = 128;

/**
 * The rules for the shape of a commit, before anything is sent.
 * @throws {StoreMisuseError} naming the operation that breaks a rule.
 */
export function assertCommit(commit: Commit): void {
  assertSize(commit);
  for (const check of commit.checks ?? []) assertCheck(check);
  for (const add of commit.adds ?? []) assertAdd(add);
  for (const put of commit.puts ?? []) assertPut(put);
  for (const key of commit.deletes ?? []) assertKey('key', key);
  for (const { log } of commit.appends ?? []) assertKey('log', log);
  assertWrittenOnce(commit);
  assertFenced(commit);
  assertReducing(commit);
}

function assertSize({ checks, adds, puts, deletes, appends }: Commit): void {
  const operations = [checks, adds, puts, deletes, appends].reduce(
    (sum, part) => sum + (part?.length ?? 0),
    0,
  );
  if (operations <= mostOperations) return;
  throw new StoreMisuseError(`a commit of ${operations} operations; at most ${mostOperations} are allowed`);
}

function assertCheck({ key, version }: Check): void {
  assertKey('key', key);
  if (Number.isSafeInteger(version) && version >= 0) return;
  throw new StoreMisuseError(
    `check of ${key}: ${version} is no version; use the version read, or 0 for absent`,
  );
}

function assertAdd({ counter, delta, min, max }: Add): void {
  assertKey('counter', counter);
  for (const [name, number] of Object.entries({ delta, min, max })) {
    if (number === undefined || Number.isSafeInteger(number)) continue;
    throw new StoreMisuseError(`add to ${counter}: ${name} ${number} is not a safe integer`);
  }
  if (delta === undefined) throw new StoreMisuseError(`add to ${counter}: delta is missing`);
  if (min !== undefined && max !== undefined && min > max) {
    throw new StoreMisuseError(`add to ${counter}: min ${min} is above max ${max}`);
  }
}

function assertPut({ key, ttlMs }: Put): void {
  assertKey('key', key);
  if (ttlMs === undefined || (Number.isSafeInteger(ttlMs) && ttlMs >= 1)) return;
  throw new StoreMisuseError(`put of ${key}: ttlMs ${ttlMs} is not a whole number of milliseconds above 0`);
}

function assertWrittenOnce({ puts = [], deletes = [] }: Commit): void {
  const written = new Set<string>();
  for (const key of [...puts.map((put) => put.key), ...deletes]) {
    if (written.has(key))
      throw new StoreMisuseError(`a commit writes ${key} twice; what it leaves is not defined`);
    written.add(key);
  }
}

function assertFenced(commit: Commit): void {
  const needsFence = (commit.adds?.length ?? 0) > 0 || (commit.appends?.length ?? 0) > 0;
  if (!needsFence || isFenced(commit)) return;
  throw new StoreMisuseError(
    'a commit that adds or appends must check a key that it also puts, or a live key that it deletes: otherwise ' +
      'nobody could tell after a lost answer whether it was applied. A key checked as absent and put with a ' +
      `time to live counts from ${shortestFenceMs} ms on`,
  );
}

function assertReducing({ reduces = false, adds = [] }: Commit): void {
  const grown = reduces ? adds.find(({ delta }) => delta > 0) : undefined;
  if (grown === undefined) return;
  throw new StoreMisuseError(
    `a commit that takes risk away adds ${grown.delta} to ${grown.counter}; commit what adds by itself`,
  );
}
