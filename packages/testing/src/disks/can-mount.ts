import { MountedDisk } from './mounted-disk.ts';

/** Whether this machine lets tests make and mount such a disk: root, outside of a locked container, with the programs. */
export function canMount(kind: 'tmpfs' | 'ext4'): boolean {
  try {
    const disk = kind === 'ext4' ? MountedDisk.ext4() : MountedDisk.tmpfs('64k');
    disk[Symbol.dispose]();
    return true;
  } catch {
    return false;
  }
}
