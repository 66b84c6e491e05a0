import { readFileSync, statSync } from 'node:fs';

/** The bytes of a database file that every open connection holds a lock on, in WAL mode until it is closed. */
const sharedBytes = 1_073_741_826;

/**
 * The ids of processes that have the database open, as the system tells them; they may be in containers, where
 * their id is 0. Empty where the system does not tell, which is everywhere but on Linux.
 */
export function lockHolders(path: string): readonly number[] {
  const { ino } = statSync(path);
  const holders = locks().flatMap((line) => {
    const [, pid, inode, from, to] =
      /POSIX +\S+ +\S+ +(\d+) +[\da-f]+:[\da-f]+:(\d+) +(\d+) +(\d+)/.exec(line) ?? [];
    const isOurs = Number(inode) === ino && Number(from) <= sharedBytes && sharedBytes <= Number(to);
    return isOurs ? [Number(pid)] : [];
  });
  return [...new Set(holders)];
}

function locks(): readonly string[] {
  try {
    return readFileSync('/proc/locks', 'utf8').split('\n');
  } catch {
    return [];
  }
}
