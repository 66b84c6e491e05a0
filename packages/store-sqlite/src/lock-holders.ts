import { readFileSync, statSync } from 'node:fs';

/** The bytes of a database file that every open connection holds a lock on, in WAL mode until it is closed. */
const sharedBytes = 1_073_741_826;

/**
 * The ids of processes that have the database open, as far as the system tells: Linux does, except of processes in
 * other containers, and no other system does. So an empty answer proves nothing; what a journal that stays proves does.
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
