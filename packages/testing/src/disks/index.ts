export { canMount } from './can-mount.ts';
export { MountedDisk } from './mounted-disk.ts';
