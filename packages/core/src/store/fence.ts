import type { Check } from './store-driver.ts';
import type { Commit } from './store.ts';

/**
 * The checks that fail once the commit was applied, because the commit itself changes their key: those on a
 * key that is put (every put gives a new version), and those on a live key that is deleted. Checking that a
 * key is absent and deleting it fences nothing: it is absent before and after. Puts come first, since their
 * value tells who wrote it.
 */
export function fencesOf(commit: Commit): readonly Check[] {
  const put = new Set(commit.puts?.map(({ key }) => key));
  const deleted = new Set(commit.deletes);
  const checks = commit.checks ?? [];
  return [
    ...checks.filter(({ key }) => put.has(key)),
    ...checks.filter(({ key, version }) => deleted.has(key) && version !== 0),
  ];
}

/** Longer than anyone settles a lost answer. */
export const shortestFenceMs = 60_000;

/**
 * Whether one of the fences holds until every try is settled. One that is made from an absent key with a short
 * time to live does not: when it has expired, the same commit would pass again.
 */
export function isFenced(commit: Commit): boolean {
  return fencesOf(commit).some(({ key, version }) => {
    const ttlMs = commit.puts?.find((put) => put.key === key)?.ttlMs;
    return version !== 0 || ttlMs === undefined || ttlMs >= shortestFenceMs;
  });
}
