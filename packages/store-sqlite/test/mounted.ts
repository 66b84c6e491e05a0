import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmdirSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { onTestFinished } from 'vitest';

const run = (command: string, ...words: readonly string[]): void => {
  execFileSync(command, words, { stdio: 'pipe' });
};

/** A file system of its own under a directory, gone after the test. */
export class Mounted {
  readonly directory: string = mkdtempSync(join(tmpdir(), 'tradewarden-mount-'));

  constructor(...words: readonly string[]) {
    run('mount', ...words, this.directory);
    onTestFinished(() => {
      run('umount', '--lazy', this.directory);
      rmdirSync(this.directory);
    });
  }

  /** Changes its options, such as `ro` or `size=4m`. */
  remount(options: string): void {
    run('mount', '-o', `remount,${options}`, this.directory);
  }
}

export const tmpfs = (size: string): Mounted => new Mounted('-t', 'tmpfs', '-o', `size=${size}`, 'tmpfs');

function works(attempt: () => void): boolean {
  try {
    attempt();
    return true;
  } catch {
    return false;
  }
}

/** Whether this machine lets the tests mount anything: root, outside of a locked container. */
export const canMount: boolean = works(() => {
  const directory = mkdtempSync(join(tmpdir(), 'tradewarden-mount-'));
  try {
    run('mount', '-t', 'tmpfs', '-o', 'size=64k', 'tmpfs', directory);
    run('umount', directory);
  } finally {
    rmdirSync(directory);
  }
});

/** Whether an image in a file can be made and mounted as ext4. */
export const canMountImages: boolean =
  canMount && works(() => run('mkfs.ext4', '-V')) && works(() => run('losetup', '--find'));

/** An ext4 image of 8 MB, made in `file`. */
export function ext4(file: string): Mounted {
  run('truncate', '--size=8M', file);
  run('mkfs.ext4', '-q', file);
  return new Mounted('-o', 'loop', file);
}

export const withoutMounts: string = canMount ? '' : ' (skipped: mounting needs root)';
