import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const run = (command: string, ...words: readonly string[]): void => {
  execFileSync(command, words, { stdio: 'pipe' });
};

/** A small disk of its own, for tests of full and failing ones; gone when it is disposed of. */
export class MountedDisk implements Disposable {
  /** Where it is mounted. */
  readonly directory: string;
  readonly #place: string = mkdtempSync(join(tmpdir(), 'tradewarden-disk-'));

  private constructor(source: (place: string) => readonly string[]) {
    this.directory = join(this.#place, 'mount');
    try {
      mkdirSync(this.directory);
      run('mount', ...source(this.#place), this.directory);
    } catch (error) {
      rmSync(this.#place, { recursive: true });
      throw error;
    }
  }

  /** In memory; its size is written as `12m`. @throws {Error} what `canMount` finds out. */
  static tmpfs(size: string): MountedDisk {
    return new MountedDisk(() => ['-t', 'tmpfs', '-o', `size=${size}`, 'tmpfs']);
  }

  /** In a file of 8 MB. @throws {Error} what `canMount` finds out. */
  static ext4(): MountedDisk {
    return new MountedDisk((place) => {
      const image = join(place, 'image');
      run('truncate', '--size=8M', image);
      run('mkfs.ext4', '-q', image);
      return ['-o', 'loop', image];
    });
  }

  /** Changes its options under whoever uses it: `ro`, `size=4m`, or `abort` as after an error of the hardware. */
  remount(options: string): void {
    run('mount', '-o', `remount,${options}`, this.directory);
  }

  [Symbol.dispose](): void {
    run('umount', '--lazy', this.directory);
    rmSync(this.#place, { recursive: true });
  }
}
