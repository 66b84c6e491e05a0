import { existsSync, readdirSync, rmSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { systemIds } from '@tradewarden/core';

/** A name of its own for a copy on its way to `path`. What dead processes left of theirs is removed. */
export function stagedBeside(path: string): string {
  const [directory, start] = [dirname(path), `${basename(path)}.restoring-`];
  for (const file of existsSync(directory) ? readdirSync(directory) : []) {
    // Also what is only part of a copy, and what SQLite keeps beside it.
    const [, pid] = /^(\d+)-[0-9a-f-]{36}/.exec(file.slice(start.length)) ?? [];
    if (file.startsWith(start) && pid !== undefined && !isAlive(Number(pid)))
      rmSync(join(directory, file), { force: true });
  }
  return join(directory, `${start}${systemIds.next(String(process.pid))}`);
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code !== 'ESRCH';
  }
}
