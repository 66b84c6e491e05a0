import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { onTestFinished } from 'vitest';

const run = (command: string, ...words: readonly string[]): void => {
  execFileSync(command, words, { stdio: 'pipe' });
};

/** An ext4 disk in a file that can turn read-only under whoever writes to it, as after an error of the hardware. */
export class FailingDisk {
  readonly directory: string;

  constructor() {
    const place = mkdtempSync(join(tmpdir(), 'tradewarden-disk-'));
    this.directory = mkdtempSync(join(place, 'mount-'));
    const image = join(place, 'image');
    run('truncate', '--size=8M', image);
    run('mkfs.ext4', '-q', image);
    run('mount', '-o', 'loop', image, this.directory);
    onTestFinished(() => {
      run('umount', '--lazy', this.directory);
      rmSync(place, { recursive: true });
    });
  }

  turnReadOnly(): void {
    run('mount', '-o', 'remount,abort', this.directory);
  }
}

function works(attempt: () => void): boolean {
  try {
    attempt();
    return true;
  } catch {
    return false;
  }
}

/** Whether this machine lets tests make and mount disks: root, outside of a locked container. */
export const canMountDisks: boolean = works(() => {
  const directory = mkdtempSync(join(tmpdir(), 'tradewarden-disk-'));
  try {
    run('mount', '-t', 'tmpfs', '-o', 'size=64k', 'tmpfs', directory);
    run('umount', directory);
    run('mkfs.ext4', '-V');
    run('losetup', '--find');
  } finally {
    rmSync(directory, { recursive: true });
  }
});
