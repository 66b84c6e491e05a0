import type { Add, CommitResult, DriverCommit } from '@tradewarden/core';

/** What the function `apply_batch` is called with: see there. Parts that a commit does not have are left out. */
export function commitRequest(batch: readonly DriverCommit[]): {
  readonly request: string;
  readonly texts: readonly string[];
} {
  const texts: string[] = [];
  const numberOf = (text: string): number => texts.push(text);
  const names = new Set<string>();
  const commits = batch.map(({ checks, adds, puts, deletes, appends }) => {
    for (const { key } of [...checks, ...puts]) names.add(`k${key}`);
    for (const key of deletes) names.add(`k${key}`);
    for (const { counter } of adds) names.add(`c${counter}`);
    for (const { log } of appends) names.add(`l${log}`);
    return {
      ...(checks.length > 0 && { c: checks.map(({ key, version }) => [key, version]) }),
      ...(adds.length > 0 && { a: summed(adds) }),
      ...(puts.length > 0 && {
        p: puts.map(({ key, value, ttlMs = null }) => [key, numberOf(value), ttlMs]),
      }),
      ...(deletes.length > 0 && { d: deletes }),
      ...(appends.length > 0 && { l: appends.map(({ log, value }) => [log, numberOf(value)]) }),
    };
  });
  return { request: JSON.stringify({ names: [...names], commits }), texts };
}

/** Sums of safe integers need not be safe, so they are written as texts. */
function summed(adds: readonly Add[]): readonly (readonly unknown[])[] {
  const sums = new Map<string, bigint>();
  const last = new Map(adds.map(({ counter }, index) => [counter, index]));
  return adds.map(({ counter, delta, min = null, max = null }, index) => {
    const sum = (sums.get(counter) ?? 0n) + BigInt(delta);
    sums.set(counter, sum);
    const row: unknown[] = [counter, String(sum), min, max];
    if (last.get(counter) !== index) row.push(true);
    return row;
  });
}

/** Whether other processes may be waiting for what these commits left in a queue. */
export const leftWork = (batch: readonly DriverCommit[], results: readonly CommitResult[]): boolean =>
  batch.some(({ puts }, index) => results[index]?.ok === true && puts.some(({ key }) => key.includes('/q/')));
